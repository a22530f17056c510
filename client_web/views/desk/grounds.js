// @ts-check
/** What something was, in the closed list that decisions rest on. */
import { t } from "../../app/i18n.js";

const GROUNDS = [
  "house_rule",
  "harassment",
  "hate",
  "threat",
  "sexual_content",
  "grooming",
  "encouragement_of_self_harm",
  "method_detail",
  "others_personal_data",
  "broken_confidentiality",
  "medical_dosage",
  "drug_sourcing",
  "weight_and_food_numbers",
  "spam",
  "proselytising",
  "flood",
  "impersonation",
  "evaded_sanction",
  "unlawful",
];

/** @returns {[string, string][]} */
export function groundChoices() {
  return GROUNDS.map((one) => [one, t(`care.ground.${one}`)]);
}
