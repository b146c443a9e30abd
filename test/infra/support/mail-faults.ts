import { changePolicy, type Fault } from "./plant.ts";

const check = "only the API sends mails, and from the desk's address alone";

/** PX-64: the right to write to customers. */
export const mailFaults: readonly Fault[] = [
  {
    name: "an API that sends in any name",
    check,
    plant: changePolicy("ApiRole", '"ses:FromAddress"', '"ses:FeedbackAddress"'),
  },
  {
    name: "a worker that sends mails",
    check,
    plant: changePolicy("StartJobRole", '"sqs:ReceiveMessage"', '"sqs:ReceiveMessage","ses:SendEmail"'),
  },
];
