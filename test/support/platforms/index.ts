export type { FakeHost, FakeRequest, Fault } from "./fake-host.ts";
export { type FakeJira, startFakeJira } from "./jira.ts";
export { type FakeOpsgenie, startFakeOpsgenie } from "./opsgenie.ts";
export { type FakePagerduty, startFakePagerduty } from "./pagerduty.ts";
export { type FakeServicenow, startFakeServicenow } from "./servicenow.ts";
export { type FakeSlack, startFakeSlack } from "./slack.ts";
export { type AnyFake, connectTo, fakePlatforms, makeBrief, makeMessage } from "./world.ts";
