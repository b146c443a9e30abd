import { enableCompileCache } from "node:module";

// What Node has compiled once it keeps in the folder for temporary files: a start takes half as long then.
enableCompileCache();
await import("./run.ts");
