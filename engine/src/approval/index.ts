export { checkEdit } from "./check-edit.ts";
export { type ListedHost, linkHosts, type Moderation, moderate, type WrittenMail } from "./moderate.ts";
export { suddenAfter, type UsualVolume, usualDays, usualVolumeOf } from "./volume.ts";
