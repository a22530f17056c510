// @ts-check
/**
 * Who is here in this tab: the account and the organisation. Memory only.
 *
 * @typedef {{
 *   pseudonym: string, roles: string[], language: string, has_desk: boolean, codes_left?: number, is_made_up?: boolean
 * }} Me
 * @typedef {{area: string, name: string, number: string, hours: string, is_made_up?: boolean}} HelpNumber
 * @typedef {{
 *   name: string, languages: string[], default_language: string, is_set_up: boolean, help: Record<string, HelpNumber[]>
 * }} Organisation
 */
import { Refused } from "./answers.js";
import { send } from "./http.js";
import { language, speak } from "./i18n.js";

/**
 * Tells `changed` when somebody signs in or out or the organisation is another, `desk` when there is one for them from
 * now on, `lost` when the login ended elsewhere.
 */
class Session extends EventTarget {
  /** @type {Me|null} */ me = null;
  /** @type {Organisation|null} */ organisation = null;
  /** @type {{forget: () => void, hasUnsaved: boolean}|null} what is being said, once a room has been entered */
  talking = null;
  /** Whether one of the rooms that were seen here is this person's to look after. */
  guides = false;

  get isOrganiser() {
    return this.me?.roles.includes("organiser") ?? false;
  }

  /** Whether there may be something for this person on the desk; a room that one came to guide just now counts too. */
  get hasDesk() {
    return this.guides || (this.me?.has_desk ?? false);
  }

  /** One of the rooms seen here is theirs to look after. */
  looksAfterRoom() {
    const hadDesk = this.hasDesk;
    this.guides = true;
    if (!hadDesk) this.tell("desk");
  }

  /** Somebody may have given them a room to look after, or a case. */
  async readDesk() {
    const me = await this.#whoAmI().catch(whenRefused);
    if (!me || !this.me || this.hasDesk) return;
    this.me = me;
    if (me.has_desk) this.tell("desk");
  }

  /** Ask the server who this browser is; nobody is an answer too. */
  async begin() {
    const [me, organisation] = await Promise.all([this.#whoAmI(), send("GET", "/api/organisation")]);
    this.me = me;
    this.organisation = organisation;
  }

  /** Somebody has just signed in or signed up here. */
  async signedIn() {
    this.me = /** @type {Me} */ (await send("GET", "/api/me"));
    if (this.me.language !== language()) await speak(this.me.language);
    this.tell("changed");
  }

  /** @param {Organisation} organisation */
  organisationSaved(organisation) {
    this.organisation = organisation;
    this.tell("changed");
  }

  /** The login ended by this person's wish. */
  async signOut() {
    await send("DELETE", "/api/logins/current");
    this.forget();
    this.tell("changed");
  }

  /** The login ended elsewhere. */
  lost() {
    this.forget();
    this.tell("lost");
  }

  /** Nothing that was read or written stays in memory. */
  forget() {
    this.talking?.forget();
    this.me = null;
    this.guides = false;
  }

  get hasUnsaved() {
    return this.talking?.hasUnsaved ?? false;
  }

  /** Unknown is not "no": only a clear answer ends the session. */
  async isStillSignedIn() {
    try {
      return (await this.#whoAmI()) !== null;
    } catch {
      return true;
    }
  }

  /** @param {"changed"|"desk"|"lost"} what */
  tell(what) {
    this.dispatchEvent(new Event(what));
  }

  async #whoAmI() {
    try {
      return await send("GET", "/api/me");
    } catch (reason) {
      if (reason instanceof Refused && reason.error.code === "not_signed_in") return null;
      throw reason;
    }
  }
}

/** What cannot be asked for now is told again by whatever comes next. @param {unknown} reason @returns {null} */
function whenRefused(reason) {
  if (!(reason instanceof Refused)) throw reason;
  return null;
}

export const session = new Session();
