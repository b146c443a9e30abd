export { createObjectStore } from "./object-store.ts";
