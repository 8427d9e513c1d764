export { addressOf, isOfMember, type OwnAddress } from "./address-of.ts";
export { createClaimLink } from "./claim.ts";
export {
  type CreatedWorkspace,
  createWorkspace,
} from "./create-workspace.ts";
export { createIdentity, type Identity } from "./identity.ts";
export { loadDataKeys } from "./queries/people.ts";
export { identityRoutes } from "./routes.ts";
export { signInToDemo } from "./sign-in-to-demo.ts";
