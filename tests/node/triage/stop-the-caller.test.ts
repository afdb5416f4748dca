import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BY_ROLE, BY_USER, commandsOf, guideOf, proseOf } from "./support.js";
import { readCall, type Call } from "./commands.js";
import { runLines } from "./support.js";

interface Stopped {
  prose: string;
  /** The commands for IAM. */
  calls: Call[];
  iam: string[];
}

/** Returns what to do about the caller with this identity. */
async function stop(userIdentity: object, event: object = BY_ROLE): Promise<Stopped> {
  const guide = await guideOf({ ...event, userIdentity });
  const iam = commandsOf(guide).filter((command) => command.startsWith("aws iam "));
  const calls = (await runLines(iam)).map(readCall);
  return { prose: proseOf(guide, "If it was not authorized"), calls, iam };
}

function namesOf({ calls }: Stopped): string[] {
  return calls.map(({ command }) => command.replace("iam ", ""));
}

/** Returns the policy that a call attaches. */
function policyOf({ calls }: Stopped): unknown {
  const document = calls.find(({ command }) => command.startsWith("iam put-"))?.options["policy-document"] ?? "null";
  return JSON.parse(document);
}

const POLICY = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { DateLessThan: { "aws:TokenIssueTime": "2026-03-06T00:00:00Z" } },
    },
  ],
};

describe("how to stop the caller", () => {
  it("a role: by revoking its sessions", async () => {
    const stopped = await stop(BY_ROLE.userIdentity);
    assert.deepEqual(namesOf(stopped), ["put-role-policy", "get-role"]);
    assert.deepEqual(policyOf(stopped), POLICY);
    for (const { options } of stopped.calls) assert.equal(options["role-name"], "Admin");
    assert.match(stopped.prose, /for account 444455556666/);
  });

  it("a role: by the name in its session's ARN, if no issuer is given", async () => {
    const { type, arn } = BY_ROLE.userIdentity;
    assert.equal((await stop({ type, arn })).calls[0]?.options["role-name"], "Admin");
    assert.equal((await stop({ type })).calls[0]?.options["role-name"], "<role-name>");
    assert.match((await stop({ type })).prose, /<role-name> is for you to fill in/);
    assert.equal((await stop({ arn })).calls[0]?.options["role-name"], "Admin");
  });

  it("a role of Identity Center, or of a service: not in IAM", async () => {
    const sso = "arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/dana";
    const identityCenter = await stop({ type: "AssumedRole", arn: sso });
    assert.deepEqual(identityCenter.calls, []);
    assert.match(identityCenter.prose, /IAM Identity Center/);
    const arn = "arn:aws:iam::444455556666:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS";
    const linked = await stop({ type: "AssumedRole", sessionContext: { sessionIssuer: { type: "Role", arn } } });
    assert.deepEqual(linked.calls, []);
    assert.match(linked.prose, /created the role for itself/);
  });

  it("a user: by deactivating the access key", async () => {
    const stopped = await stop(BY_USER.userIdentity);
    const expected = ["update-access-key", "put-user-policy", "list-access-keys", "delete-login-profile"];
    assert.deepEqual(namesOf(stopped), expected);
    const [update] = stopped.calls;
    const { "access-key-id": key, status, "user-name": user } = update?.options ?? {};
    assert.deepEqual([key, status, user], ["AKIAIOSFODNN7EXAMPLE", "Inactive", "alice"]);
    assert.deepEqual(policyOf(stopped), POLICY);
  });

  it("a user's session: there is no key to deactivate, but the user's others", async () => {
    const stopped = await stop({ ...BY_USER.userIdentity, accessKeyId: "ASIAIOSFODNN7EXAMPLE" });
    assert.deepEqual(namesOf(stopped), ["put-user-policy", "list-access-keys", "delete-login-profile"]);
  });

  it("a user whose name begins with a dash: in one word with the option", async () => {
    const arn = "arn:aws:iam::444455556666:user/-rf";
    const stopped = await stop({ ...BY_USER.userIdentity, arn, userName: "-rf" });
    assert.ok(stopped.calls.every(({ options }) => options["user-name"] === "-rf"));
    assert.ok(stopped.iam.every((command) => command.includes(" --user-name=-rf ")));
  });

  it("a federated user: by its IAM user", async () => {
    const sessionContext = { sessionIssuer: { type: "IAMUser", arn: "arn:aws:iam::444455556666:user/broker" } };
    const arn = "arn:aws:sts::444455556666:federated-user/dana";
    const stopped = await stop({ type: "FederatedUser", arn, sessionContext });
    assert.deepEqual(namesOf(stopped), ["put-user-policy", "list-access-keys"]);
    assert.ok(stopped.calls.every(({ options }) => options["user-name"] === "broker"));
  });

  it("root: only with its own credentials", async () => {
    const root = { type: "Root", arn: "arn:aws:iam::444455556666:root", accessKeyId: "AKIAIOSFODNN7EXAMPLE" };
    const stopped = await stop(root);
    assert.deepEqual(namesOf(stopped), ["update-access-key", "get-account-summary"]);
    assert.equal(stopped.calls[0]?.options["user-name"], undefined);
    assert.match(stopped.prose, /root user/);
    assert.deepEqual(namesOf(await stop({ ...root, accessKeyId: "ASIAIOSFODNN7EXAMPLE" })), ["get-account-summary"]);
  });

  it("a service, another account, or an unnamed caller: no command", async () => {
    const others: [object, RegExp][] = [
      [{ type: "AWSService", invokedBy: "backup.amazonaws.com" }, /An AWS service made the call itself/],
      [{ type: "AWSAccount", accountId: "111122223333" }, /another account, 111122223333/],
      [{ type: "Somebody" }, /does not name the kind of caller/],
      [{ type: "constructor" }, /does not name the kind of caller/],
      [{}, /does not name the kind of caller/],
    ];
    for (const [identity, prose] of others) {
      const stopped = await stop(identity);
      assert.deepEqual(stopped.calls, []);
      assert.match(stopped.prose, prose);
    }
  });
});
