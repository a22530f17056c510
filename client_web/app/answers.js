// @ts-check
/**
 * How asking can end without a result.
 *
 * @import { WireError } from "./wire.js"
 */

/** No answer came: the words are safe and can be sent again. */
export class Lost extends Error {}

/** A clear no from the server. */
export class Refused extends Error {
  /** @param {WireError} error */
  constructor(error) {
    super(error.code);
    this.error = error;
  }
}
