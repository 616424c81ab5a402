// SPDX-License-Identifier: Apache-2.0
// The isncsci package on sheets from standard input, one a line as bench/isncsci.cc draws them; one result a line, its
// parts with | between. The last line says how much time of the processor the package took, without
// reading and writing.
'use strict';

const { createInterface } = require('readline');
const { ISNCSCI } = require('isncsci');

const muscles = ['C5', 'C6', 'C7', 'C8', 'T1', 'L2', 'L3', 'L4', 'L5', 'S1'];
const range = (letter, first, last) => Array.from({ length: last - first + 1 }, (_, i) => letter + (first + i));
const skin = [...range('C', 2, 8), ...range('T', 1, 12), ...range('L', 1, 5), ...range('S', 1, 3), 'S4_5'];

const column = (words, names) => Object.fromEntries(names.map((name) => [name, words.shift()]));
const side = (words) => {
  const read = { motor: column(words, muscles), lightTouch: column(words, skin), pinPrick: column(words, skin) };
  const lowest = words.shift();
  read.lowestNonKeyMuscleWithMotorFunction = lowest === '-' ? null : lowest;
  return read;
};

const four = (levels) => [levels.sensoryRight, levels.sensoryLeft, levels.motorRight, levels.motorLeft];
const sums = (side) => [side.upperExtremity, side.lowerExtremity, side.lightTouch, side.pinPrick, side.motor];

// Sheets are read and results written by the block, so that the count runs over classifications alone.
const blockSize = 4096;
let microseconds = 0;
let block = [];

const finishBlock = () => {
  const exams = block.map((line) => {
    const words = line.split(' ');
    return {
      right: side(words), left: side(words), voluntaryAnalContraction: words.shift(), deepAnalPressure: words.shift(),
    };
  });
  const results = new Array(exams.length);
  const start = process.cpuUsage();
  for (let i = 0; i < exams.length; i++) {
    try {
      results[i] = new ISNCSCI(exams[i]);
    } catch (fault) {
      results[i] = null;
    }
  }
  microseconds += process.cpuUsage(start).user;
  const lines = results.map((one) => one === null ? 'threw' : [
    ...four(one.classification.neurologicalLevels),
    one.classification.neurologicalLevelOfInjury,
    one.classification.injuryComplete,
    one.classification.ASIAImpairmentScale,
    ...four(one.classification.zoneOfPartialPreservations),
    ...sums(one.totals.right), ...sums(one.totals.left),
    one.totals.upperExtremity, one.totals.lowerExtremity, one.totals.lightTouch, one.totals.pinPrick,
  ].join('|'));
  if (lines.length > 0) process.stdout.write(lines.join('\n') + '\n');
  block = [];
};

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    block.push(line);
    if (block.length === blockSize) finishBlock();
  }
  finishBlock();
  process.stdout.write(`microseconds ${microseconds}\n`);
})();
