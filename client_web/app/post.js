// @ts-check
/** Whoever is on duty is in their rooms on every screen, at the desk or with one person: the rooms need not wait for them. */
import { Refused } from "./answers.js";
import { send } from "./http.js";
import { guides } from "./standing.js";
import { talking } from "./talking.js";

const OVER = new Set(["closed", "ended"]);

/** Be present wherever one is on duty, also after the page was loaded anew. What a refusal leaves out is done at the next connection. */
export async function keepPosts() {
  try {
    const { rooms } = await send("GET", "/api/rooms");
    const guided = rooms.filter((/** @type {any} */ { state, my }) => guides(my?.role) && !OVER.has(state));
    await Promise.all(guided.map(keep));
  } catch (reason) {
    if (!(reason instanceof Refused)) throw reason;
  }
}

/** @param {{id: string, my: {participation: string}}} room */
async function keep({ id, my }) {
  const { on_duty: staff } = await send("GET", `/api/rooms/${id}/duty`);
  const isMine = staff.some((/** @type {any} */ { participation }) => participation === my.participation);
  if (isMine) await talking.in(id).keepPost();
}
