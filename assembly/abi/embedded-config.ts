/**
 * The configuration of a module in a host that opens no files and keeps several instances, or starts new ones at any
 * time: the one that the module carries, without settings that depend on earlier matches.
 */
import { keepClaims } from "../bytes/arena";
import { embeddedEnd, embeddedStart } from "../config/embedded";
import { refuseConfig, useConfig } from "../config/load";
import { capCount, clearSettings, duplicateWindow, escalateKeys } from "../config/settings";

let isConfigured: bool = false;

/**
 * Puts the configuration into force, once. Returns false if something is wrong with it: then the plain rule is in
 * force.
 */
export function configureEmbedded(): bool {
  if (isConfigured) return true;
  isConfigured = true;
  const start = embeddedStart();
  if (start == 0) return true;
  keepClaims(embeddedEnd());
  if (!useConfig(start, embeddedEnd())) return false;
  // `keyward build` reports the same (src/hosts/module-kinds.ts).
  if (duplicateWindow != 0)
    refuseConfig("/duplicates: this host keeps no memory of earlier matches; remove duplicates");
  else if (capCount != 0) refuseConfig("/cap: this host keeps no memory of earlier matches; remove cap");
  else if (escalateKeys != 0) refuseConfig("/escalate: this host keeps no memory of earlier matches; remove escalate");
  else return true;
  clearSettings();
  return false;
}
