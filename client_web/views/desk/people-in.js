// @ts-check
/**
 * @import { RoomState } from "../../app/room-state.js"
 * @import { Person } from "../../app/wire.js"
 * @typedef {Pick<RoomState, "people"|"you"|"life">} There
 */
import { Lost, Refused } from "../../app/answers.js";
import { talking } from "../../app/talking.js";

/** Who has a seat in a room, as anybody in it sees them; without oneself. @param {string} room @returns {Promise<Person[]>} */
export async function peopleIn(room) {
  const { people, you } = await roomNow(room);
  return people.filter((one) => one.participation !== you?.participation);
}

/** As it is now: a room that is no longer followed is asked again. @param {string} room @returns {Promise<There>} */
export async function roomNow(room) {
  const conversation = talking.conversations.get(room);
  return conversation?.place === "here" ? conversation.state : asked(room);
}

/** Whoever is on duty stays where they are. @param {string} room @returns {Promise<There>} */
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
