// @ts-check
/**
 * @import { Person } from "../../app/wire.js"
 */
import { Lost, Refused } from "../../app/answers.js";
import { talking } from "../../app/talking.js";

/** Who has a seat in a room, as anybody in it sees them; without oneself. @param {string} room @returns {Promise<Person[]>} */
export async function peopleIn(room) {
  const conversation = talking.conversations.get(room);
  const { people, you } = conversation?.state.you ? conversation.state : await asked(room);
  return people.filter((/** @type {Person} */ one) => one.participation !== you?.participation);
}

/** Whoever is on duty stays where they are. @param {string} room @returns {Promise<{people: Person[], you: Person}>} */
async function asked(room) {
  try {
    const found = await talking.connection.ask("room.follow", { room });
    if (!talking.conversations.get(room)?.isWanted) await talking.connection.ask("room.unfollow", { room });
    return found;
  } catch (reason) {
    if (!(reason instanceof Lost)) throw reason;
    throw new Refused({ code: "offline", retry_after: null, details: {} });
  }
}
