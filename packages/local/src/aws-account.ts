import { localRegion } from "./lambda.ts";

/** For clients of the local services: they ask for credentials and take any. */
export const localAwsAccount = {
  region: localRegion,
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
};
