import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderEvents } from "./render.ts";

/** `npm run events`: writes docs/EVENTS.md anew. */
writeFileSync(join(import.meta.dirname, "../../docs/EVENTS.md"), renderEvents());
