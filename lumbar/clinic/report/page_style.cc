// SPDX-License-Identifier: Apache-2.0
#include "lumbar/clinic/report/page_style.h"

namespace lumbar {

// Every pair of text and ground keeps a contrast of 4.5 or more, in both schemes; report_test.cc reckons them.
std::string_view page_style() {
  return R"css(
:root {
  color-scheme: light dark;
  --ground: #f6f4ef; --card: #fffefb; --ink: #22282b; --soft: #545d61; --line: #ddd8cc; --track: #e6e1d5;
  --bar: #35697a; --link: #1d5a70;
  --emergency_now: #9b1c1c; --within_24h: #8a4b08; --appointment: #24567a; --self_care: #2b6043; --on-level: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14191b; --card: #1c2326; --ink: #e8e6e0; --soft: #a9b3b5; --line: #333d40; --track: #323c3f;
    --bar: #7fb6c4; --link: #8fc7d8;
    --emergency_now: #a02222; --within_24h: #87490a; --appointment: #275b80; --self_care: #2d6547;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.55 "Seravek", "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", source-sans-pro, sans-serif;
  overflow-wrap: anywhere;
}
.sheet { max-width: 70rem; margin: 0 auto; padding: clamp(.75rem, 3vw, 2rem); }
h1, h2, h3, p, ul, ol { margin: 0; padding: 0; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }

.banner { color: var(--on-level); border-radius: 1rem; padding: clamp(1.25rem, 4vw, 2.25rem); }
.banner.emergency_now { background: var(--emergency_now); }
.banner.within_24h { background: var(--within_24h); }
.banner.appointment { background: var(--appointment); }
.banner.self_care { background: var(--self_care); }
.tag { display: flex; align-items: center; gap: .6rem; font-weight: 600; }
.tag svg { width: 1.5rem; height: 1.5rem; flex: none; }
.banner h1 { font-size: clamp(1.9rem, 1.4rem + 2.6vw, 3.1rem); font-weight: 700; letter-spacing: -.015em; margin: .5rem 0 .75rem; }
.banner p + p { margin-top: .4rem; }
.banner p { max-width: 62ch; }
.banner .call {
  display: inline-block; margin: .25rem 0 .6rem; padding: .65rem 1.5rem; border-radius: 99rem;
  background: #ffffff; color: #7d1414; font-weight: 700; text-decoration: none;
}
.banner .provisional { margin-top: 1.1rem; padding-top: .9rem; border-top: 1px solid rgb(255 255 255 / .45); font-weight: 600; }
.banner .figures { margin-top: 1rem; font-size: .9rem; }

.columns { display: grid; gap: 1.25rem; margin-top: 1.25rem; align-items: start; }
.columns > div { display: grid; gap: 1.25rem; min-width: 0; }
@media (min-width: 60rem) { .columns { grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr); } }
section { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: clamp(1.1rem, 3vw, 1.6rem); min-width: 0; }
h2 { font-size: 1.3rem; font-weight: 700; margin-bottom: .7rem; }
h3 { font-size: 1.0625rem; font-weight: 600; }
.passage + .passage { margin-top: 1.2rem; }
.passage > h3 { margin-bottom: .35rem; }
.passage > p + p, .passage > p + .bars, .passage > p + ul, .passage > p + ol { margin-top: .6rem; }
.closing { color: var(--soft); margin-top: .7rem; font-size: .95rem; }
.note { display: block; color: var(--soft); font-size: .95rem; }

ul { list-style: none; }
ul > li { position: relative; padding-left: 1.45rem; }
ul > li::before { position: absolute; left: .1rem; color: var(--soft); content: "\2022" / ""; }
ul.question > li::before { content: "?" / ""; font-weight: 700; }
ul.cross > li::before { content: "\00d7" / ""; font-weight: 700; }
ul.alarm > li::before { content: "!" / ""; font-weight: 800; color: inherit; left: .35rem; }
ol { padding-left: 1.45rem; }
li + li { margin-top: .45rem; }
.safety_net { border: 2px solid var(--emergency_now); }

.course_chart { display: block; width: 100%; max-width: 38rem; height: auto; margin: .4rem 0 .8rem; }
.bars > li { padding: 0; }
.bars > li::before { content: none; }
.bars > li + li { margin-top: .55rem; }
.causes .bars > li + li { margin-top: 1.25rem; }
.label { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; align-items: baseline; }
.label span { color: var(--soft); font-variant-numeric: tabular-nums; }
.bars svg { display: block; width: 100%; height: .7rem; margin: .3rem 0; }
.track { fill: var(--track); }
.share { fill: var(--bar); }
.whisker { stroke: var(--ink); stroke-width: 2; fill: none; }
.about { font-size: .97rem; }
.reasons { font-size: .95rem; color: var(--soft); margin-top: .25rem; }
.reasons b { color: var(--ink); font-weight: 600; }
.clinician .reasons ul { display: block; }
footer { color: var(--soft); font-size: .95rem; margin-top: 1.25rem; padding: 0 .25rem; }

@page { size: A4; margin: 12mm 13mm; }
@media print {
  :root {
    color-scheme: light;
    --ground: #ffffff; --card: #ffffff; --ink: #111111; --soft: #444444; --line: #bbbbbb; --track: #e4e4e4; --bar: #35697a; --link: #111111;
    --emergency_now: #9b1c1c;
  }
  body { font-size: 9.6pt; line-height: 1.36; background: none; }
  .sheet { max-width: none; padding: 0; }
  .banner, .bars svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .banner.banner { background: none; color: #111111; border: 1.2mm solid #111111; border-radius: 2mm; padding: 4mm 5mm; }
  .banner h1 { font-size: 19pt; margin: 1mm 0 1.5mm; }
  .banner p + p { margin-top: .6mm; }
  .banner .call { display: none; }
  .banner .provisional { margin-top: 2mm; padding-top: 1.6mm; border-top-color: #111111; }
  .banner p { max-width: none; }
  .columns { grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: 5mm; margin-top: 4mm; }
  .columns > div { display: block; }
  section { border: 0; border-radius: 0; padding: 0; margin-bottom: 4mm; }
  .safety_net { border: .6mm solid #111111; padding: 2.5mm 3mm; break-inside: avoid; }
  h2 { font-size: 12pt; margin-bottom: 1.2mm; border-bottom: .3mm solid #bbbbbb; padding-bottom: .6mm; break-after: avoid; }
  h3 { font-size: 9.6pt; break-after: avoid; }
  li, .banner, .passage > p { break-inside: avoid; }
  li + li { margin-top: .7mm; }
  .passage + .passage { margin-top: 2.4mm; }
  .causes .bars > li + li { margin-top: 2.4mm; }
  .bars svg { height: 2.2mm; margin: .6mm 0; }
  .closing, .note, .reasons, .about, footer { font-size: 8.8pt; }
  footer { margin-top: 2mm; padding: 0; }
  a { text-decoration: none; }
}
)css";
}

}  // namespace lumbar
