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

/**
 * A part of ours that the network may not bring; whatever else is wrong with it is thrown.
 * @template T
 * @param {() => Promise<T>} load an `import()`
 * @returns {Promise<T|null>} null where it did not come: whoever asks for it next tries again
 */
export async function arrived(load) {
  try {
    return await load();
  } catch (reason) {
    if (!(reason instanceof TypeError)) throw reason;
    return null;
  }
}

/**
 * The same where somebody asked for the part by a button: that it did not come is a refusal with a sentence, and the
 * button asks again.
 * @template T
 * @param {() => Promise<T>} load an `import()`
 * @returns {Promise<T>}
 */
export async function brought(load) {
  const part = await arrived(load);
  if (part === null) throw new Refused({ code: "offline", retry_after: null, details: {} });
  return part;
}
