// @ts-check
/**
 * Whether a receipt is genuine, for anybody who has its file.
 *
 * @import { Place } from "../../app/router.js"
 * @import { Receipt } from "../agreement/agreement.js"
 */
import { Refused } from "../../app/answers.js";
import { h } from "../../app/element.js";
import { field, form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { day, dayAndTime, t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";

const LARGEST = 16 * 1024;

/** @param {Place} place */
export const show = (place) => screen(place, { draw });

function draw() {
  const said = h("div", { role: "status" });
  const check = async (/** @type {unknown} */ _, /** @type {HTMLFormElement} */ element) => {
    said.replaceChildren();
    said.replaceChildren(...(await verdictOn(element.querySelector("input")?.files?.[0])));
  };
  const file = field({ name: "file", label: t("verify.file"), hint: t("verify.hint"), type: "file" });
  return [
    h("h1", {}, t("verify.title")),
    h("p", {}, t("verify.words")),
    form({ fields: [file], button: t("verify.check"), act: check }),
    said,
  ];
}

/** @param {File|undefined} file @returns {Promise<Node[]>} */
async function verdictOn(file) {
  const receipt = await readFrom(file);
  if (!receipt) return [h("p", {}, t("verify.no_receipt"))];
  try {
    const { is_genuine: isGenuine } = await send("POST", "/api/receipts/verify", { receipt });
    return isGenuine ? told(receipt) : [h("p", {}, t("verify.not_genuine"))];
  } catch (reason) {
    if (!(reason instanceof Refused) || reason.error.code !== "bad_request") throw reason;
    return [h("p", {}, t("verify.no_receipt"))];
  }
}

/** @param {File|undefined} file @returns {Promise<(Receipt & {display_name: string})|null>} */
async function readFrom(file) {
  if (!file || file.size > LARGEST) return null;
  try {
    return JSON.parse(await file.text());
  } catch {
    return null;
  }
}

/** @param {Receipt & {display_name: string}} receipt */
function told({ display_name: name, group, version, signed_on: signed, at }) {
  const when = signed
    ? t("agreement.signed_on", { version, day: day(signed) })
    : t("receipts.accepted", { version, time: dayAndTime(at) });
  return [h("p", {}, h("strong", {}, t("verify.genuine"))), h("p", {}, `${group} · ${name}`), h("p", {}, when)];
}
