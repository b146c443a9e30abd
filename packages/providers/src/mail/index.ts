export { createSesMailer } from "./ses-mailer.ts";
