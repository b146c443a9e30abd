import { sweepDeliveries } from "@tessera/core/deliveries";
import { sweepForwardings, sweepIncidents } from "@tessera/core/incidents";
import { sweepJobs } from "@tessera/core/jobs";
import { sweepAutoClose, sweepSla, sweepTagRemovals } from "@tessera/core/tickets";
import { deliveryContext } from "./delivery.ts";
import { deskContext } from "./desk.ts";
import { incidentContext } from "./incidents.ts";
import { runtime } from "./runtime.ts";

/** Every scheduled sweep, for whoever runs one by hand. */
export const sweeps = {
  "expire-jobs": () => sweepJobs(runtime.systemContext("expire-jobs")),
  callbacks: () => sweepDeliveries(deliveryContext("callbacks")),
  "sla-breaches": () => sweepSla(deskContext("sla-breaches")),
  "auto-close": () => sweepAutoClose(deskContext("auto-close")),
  notifications: () => sweepForwardings(incidentContext("notifications")),
  incidents: () => sweepIncidents(incidentContext("incidents")),
  "detach-tags": () => sweepTagRemovals(deskContext("detach-tags")),
};
