export { type CannedValues, cannedVariables, fillVariables } from "./canned-variables.ts";
export { findMentions, newMentions } from "./mentions.ts";
