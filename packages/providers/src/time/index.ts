export { createZones } from "./zones.ts";
