export { addressOf, isOfMember, type OwnAddress } from "./address-of.ts";
export { changeSettings } from "./change-settings.ts";
export { createClaimLink } from "./claim.ts";
export {
  type CreatedWorkspace,
  createWorkspace,
} from "./create-workspace.ts";
export { createIdentity, type Identity } from "./identity.ts";
export { forgetReplyLessons, getWorkspace, loadDataKeys } from "./queries/people.ts";
export { encryptionRoutes, rotationJob } from "./rotate-keys.ts";
export { identityRoutes } from "./routes.ts";
export { signInToDemo } from "./sign-in-to-demo.ts";
