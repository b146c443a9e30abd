import { describe, expect, it } from "vitest";
import { presign } from "../../../packages/providers/src/objects/presign.ts";

/** "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)" in the S3 API reference. */
describe("PX-47 presigned URLs", () => {
  const signer = {
    region: "us-east-1",
    credentials: {
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    },
    now: () => new Date("2013-05-24T00:00:00Z"),
  };
  const request = {
    method: "GET",
    url: new URL("https://examplebucket.s3.amazonaws.com/test.txt"),
    expiresInSeconds: 86_400,
  } as const;

  it("are signed as AWS's published example is", async () => {
    const url = new URL(await presign(request, signer));

    expect(Object.fromEntries(url.searchParams)).toEqual({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
      "X-Amz-Date": "20130524T000000Z",
      "X-Amz-Expires": "86400",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    });
  });

  it("carry the session of a role, and no empty one", async () => {
    const roleOf = (sessionToken: string | undefined) => ({
      ...signer,
      credentials: async () => ({ ...signer.credentials, sessionToken }),
    });

    const [inRole, outside] = [await presign(request, roleOf("token/+=")), await presign(request, roleOf(""))];

    expect(new URL(inRole).searchParams.get("X-Amz-Security-Token")).toBe("token/+=");
    expect(outside).toBe(await presign(request, signer));
  });

  it("are refused for longer than a week: S3 takes no such URL", async () => {
    await expect(presign({ ...request, expiresInSeconds: 604_801 }, signer)).rejects.toThrow("one week");
  });
});
