// @ts-check
/**
 * Making a group.
 *
 * @import { Place } from "../../app/router.js"
 */
import { h } from "../../app/element.js";
import { form } from "../../app/form.js";
import { send } from "../../app/http.js";
import { t } from "../../app/i18n.js";
import { screen } from "../../app/screen.js";
import { describedBy, describeFields } from "./describe.js";

/** @param {Place} place */
export const show = (place) =>
  screen(place, {
    draw: () => [
      h("h1", {}, t("rooms.new")),
      h("p", {}, t("settings.new_words")),
      form({
        fields: describeFields({}),
        button: t("settings.make"),
        act: async (values) => {
          const room = await send("POST", "/api/rooms", describedBy(values));
          await place.go(`/rooms/${room.id}/settings`, { isReplacing: true });
        },
      }),
    ],
  });
