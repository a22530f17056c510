// @ts-check
/** The first thing that runs: keys for help and for leaving, then who is here, then the screen of this address. */
import { arrived, Refused } from "./app/answers.js";
import { h } from "./app/element.js";
import { drawHelp, listenForHelp, makeRoomForHelp } from "./app/help.js";
import { knows, laterTexts, speak, t } from "./app/i18n.js";
import { listenForShift } from "./app/quick-exit.js";
import { sentenceFor } from "./app/refusal.js";
import { compiled, matched, Router } from "./app/router.js";
import { session } from "./app/session.js";
import { drawLinks, drawTop, leave } from "./app/top.js";

const AGAIN = 10_000;
/** @type {ReturnType<typeof setTimeout>|undefined} */
let later;
const main = /** @type {HTMLElement} */ (document.getElementById("main"));

/** @type {[string, () => Promise<any>, "anyone"|"signed in"|"organiser"][]} address, screen, whom it is for */
const SCREENS = [
  ["/", () => import("./views/welcome/welcome.js"), "anyone"],
  ["/join", () => import("./views/join/join.js"), "anyone"],
  ["/sign-in", () => import("./views/sign-in/sign-in.js"), "anyone"],
  ["/recover", () => import("./views/recover/recover.js"), "anyone"],
  ["/directory", () => import("./views/directory/directory.js"), "anyone"],
  ["/verify", () => import("./views/verify/verify.js"), "anyone"],
  ["/rooms/{room}/door", () => import("./views/door/door.js"), "anyone"],
  ["/rooms", () => import("./views/rooms/rooms.js"), "signed in"],
  ["/rooms/new", () => import("./views/settings/new-room.js"), "organiser"],
  ["/rooms/{room}", () => import("./views/room/room.js"), "signed in"],
  ["/rooms/{room}/settings", () => import("./views/settings/settings.js"), "signed in"],
  ["/rooms/{room}/meetings", () => import("./views/meetings/meetings.js"), "signed in"],
  ["/meetings", () => import("./views/meetings/meetings.js"), "signed in"],
  ["/me", () => import("./views/account/account.js"), "signed in"],
  ["/me/reports", () => import("./views/report/mine.js"), "signed in"],
  ["/me/decisions", () => import("./views/care/decisions.js"), "signed in"],
  ["/complaint", () => import("./views/complaint/complaint.js"), "signed in"],
  ["/side-rooms/{side}", () => import("./views/side-room/side-room.js"), "signed in"],
  ["/desk", () => import("./views/desk/desk.js"), "signed in"],
  ["/desk/shift", () => import("./views/desk/summary.js"), "signed in"],
  ["/desk/arrangements", () => import("./views/desk/arrangements.js"), "organiser"],
  ["/desk/outside", () => import("./views/desk/sealed.js"), "signed in"],
  ["/organisation", () => import("./views/organisation/organisation.js"), "organiser"],
];
/** Screens that a phone may have to show first: their words come with the page. */
const FIRST = new Set(["/", "/join", "/sign-in", "/rooms", "/rooms/{room}", "/rooms/{room}/door"]);
const routes = SCREENS.map(([pattern, load, who]) => ({
  ...compiled(pattern),
  early: load,
  load: () => reached(load, !FIRST.has(pattern)),
  who,
}));

/** @param {string} pathname */
function detour(pathname) {
  const route = routes.find(({ path }) => path.test(pathname));
  if (pathname === "/" && session.me) return "/rooms";
  if (!route || route.who === "anyone") return null;
  if (!session.me) return "/sign-in";
  return route.who === "organiser" && !session.isOrganiser ? "/rooms" : null;
}

/** @param {() => Promise<any>} load @param {boolean} isLater */
async function reached(load, isLater) {
  try {
    const [view] = await Promise.all([load(), isLater && laterTexts()]);
    return view;
  } catch (reason) {
    if (!(reason instanceof TypeError || reason instanceof Refused)) throw reason;
    return { show: () => unreachable(() => router.show()) };
  }
}

/** @param {() => unknown} again */
function unreachable(again) {
  const words = knows("page.offline")
    ? {
        title: t("page.offline"),
        body: sentenceFor({ code: "offline", retry_after: null, details: {} }),
        again: t("page.try_again"),
      }
    : { title: "Sohva", body: main.dataset.unreachable ?? "", again: main.dataset.again ?? "" };
  main.replaceChildren(
    h("h1", {}, words.title),
    h("p", {}, words.body),
    h("button", { type: "button", class: "main", onclick: again }, words.again),
  );
}

function redraw() {
  if (session.organisation) drawHelp(session.organisation);
  drawTop(router);
}

/** Whoever may be on duty is connected on every screen, so that their rooms go on and news reaches them. */
async function connectStaff() {
  clearTimeout(later);
  const part = session.hasDesk && (await arrived(() => import("./app/talking.js")));
  if (!session.hasDesk) return; // signed out meanwhile
  if (part) part.talking.connection.start();
  else later = setTimeout(connectStaff, AGAIN);
}

async function begin() {
  matched(routes, location.pathname)
    ?.route.early()
    .catch(() => undefined); // fetched meanwhile; the router shows it, or says that it did not come
  try {
    await Promise.all([speak(document.documentElement.lang), session.begin()]);
  } catch (reason) {
    if (!(reason instanceof Refused)) throw reason;
    return unreachable(begin);
  }
  drawTop(router);
  void connectStaff();
  await router.show();
}

const router = new Router(routes, main, detour);
listenForHelp();
makeRoomForHelp();
listenForShift(leave);
session.addEventListener("changed", redraw);
session.addEventListener("changed", connectStaff);
session.addEventListener("desk", drawLinks);
session.addEventListener("desk", connectStaff);
session.addEventListener("lost", () => {
  redraw();
  void router.go("/sign-in", { isReplacing: true });
});
addEventListener("beforeunload", (event) => session.hasUnsaved && event.preventDefault());
void begin();
