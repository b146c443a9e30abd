export { Requirement, requirementKinds } from "./requirement.ts";
