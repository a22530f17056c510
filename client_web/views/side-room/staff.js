// @ts-check
/**
 * Whom one may hand somebody over to. Pure.
 *
 * @import { There } from "../desk/people-in.js"
 * @import { Person } from "../../app/wire.js"
 */

/**
 * The others who look after a room, those first who are on duty in it now.
 * @param {There} there @returns {(Person & {isOnDuty: boolean})[]}
 */
export function staffOf({ people, you, life }) {
  const staff = people
    .filter(({ participation, role }) => role !== "participant" && participation !== you?.participation)
    .map((one) => ({ ...one, isOnDuty: life?.on_duty?.includes(one.participation) ?? false }));
  return [...staff.filter((one) => one.isOnDuty), ...staff.filter((one) => !one.isOnDuty)];
}
