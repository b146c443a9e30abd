export { createWebhookSender } from "./sender.ts";
export { signWebhook } from "./sign.ts";
