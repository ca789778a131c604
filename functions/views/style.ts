/** The one style sheet: system fonts, light and dark, contrast of WCAG AA in both, no layout wider than its screen. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fdfdfc, #16181b);
  --raised: light-dark(#f4f4f1, #1f2226);
  --ink: light-dark(#1b1d20, #e7e6e3);
  --soft: light-dark(#565b62, #a4a9b0);
  --rule: light-dark(#dcdcd7, #34383e);
  --link: light-dark(#1a56b0, #8ab8ff);
  --pass: light-dark(#17613a, #6fce93);
  --warn: light-dark(#784b00, #e9b454);
  --fail: light-dark(#a31b1b, #ff8f86);
  --unknown: light-dark(#55449a, #b9a9f5);
}
* { box-sizing: border-box }
body {
  margin: 0 auto; max-width: 58rem; padding: 1.25rem 1.25rem 4rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word;
}
a { color: var(--link); text-underline-offset: .2em; text-decoration-color: color-mix(in srgb, currentColor 45%, transparent) }
a:hover { text-decoration-color: currentColor }
:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: .15rem }
.skip { position: absolute; left: -999rem }
.skip:focus { position: static }
header { border-bottom: 1px solid var(--rule) }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 2rem }
nav :is(ol, ul) { display: flex; flex-wrap: wrap; list-style: none; margin: 0; padding: 0 }
nav :is(a, span) { display: inline-block; padding: .4rem 0 .6rem; color: var(--soft); text-decoration: none }
nav a:hover { text-decoration: underline }
.path li + li::before { content: "›" / ""; color: var(--soft); margin: 0 .6rem }
.path a, .path li:first-child > * { font-weight: 600; color: var(--ink) }
.links ul { gap: 0 1.25rem }
.links a { font-size: .9rem }
.links [aria-current] { color: var(--ink); box-shadow: inset 0 -2px var(--link) }
nav:nth-of-type(3) { flex-basis: 100% }
nav:nth-of-type(3) ul { gap: 0 .7rem }
h1 { font-size: 1.6rem; line-height: 1.3; margin: 2rem 0 .5rem; text-wrap: balance; overflow-wrap: anywhere }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 2.75rem 0 .75rem }
h2 small { font-size: .9rem; font-weight: 400; color: var(--soft); margin-left: .35rem }
h3 { font-size: 1rem; line-height: 1.45; font-weight: 500; margin: 0; max-width: 46rem; overflow-wrap: anywhere; text-wrap: pretty }
p { margin: .6rem 0; max-width: 44rem; text-wrap: pretty; overflow-wrap: anywhere }
.soft { color: var(--soft) }
.rows p.soft { font-size: .9rem }
.status {
  display: inline-block; padding: .1rem .6rem; border-radius: 1rem; white-space: nowrap;
  font-size: .85rem; font-weight: 600; line-height: 1.45;
  border: 1px solid color-mix(in srgb, currentColor 30%, transparent);
  background: color-mix(in srgb, currentColor 8%, transparent);
}
h1 .status { font-size: 1rem; vertical-align: .25rem; margin-left: .35rem }
.pass, .resolved, .accepted { color: var(--pass) }
.warn, .medium, .low { color: var(--warn) }
.fail, .critical, .high { color: var(--fail) }
.unknown { color: var(--unknown) }
.info { color: var(--soft) }
.critical { background: var(--fail); border-color: var(--fail) }
.status.critical { color: var(--paper) }
.rows { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--rule) }
.rows > li { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); align-items: start; padding: .9rem 0; border-bottom: 1px solid var(--rule) }
.rows .status { justify-self: start }
.rows.plain > li { display: block }
.rows h2 { margin: 0; font-size: 1rem }
.rows p { margin: .2rem 0 }
ul:not(.rows, .cards, .legend, .inline, nav ul) { margin: .5rem 0; padding-left: 1.2rem; overflow-wrap: anywhere }
details { margin-top: .35rem }
summary { display: list-item; width: fit-content; padding: .15rem 0; color: var(--soft); font-size: .9rem; cursor: pointer }
summary:hover { color: var(--ink) }
table { position: relative; border-collapse: collapse; width: 100%; margin-top: 1.25rem; font-variant-numeric: tabular-nums }
th, td { text-align: left; vertical-align: baseline; padding: .65rem 1.25rem .65rem 0; border-bottom: 1px solid var(--rule) }
th:last-child, td:last-child { padding-right: 0 }
thead th { color: var(--soft); font-weight: 400; font-size: .9rem; padding-top: 0 }
tbody th small { font-weight: 400 }
tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 6rem }
.short { white-space: nowrap }
table.figures { font-size: .9rem; margin-top: .5rem }
table.figures :is(th, td) { padding: .35rem 1rem .35rem 0; white-space: nowrap; font-weight: 400 }
table.figures td { text-align: right }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12.5rem), 1fr)); gap: .75rem; list-style: none; margin: 0; padding: 0 }
.cards > li { border: 1px solid var(--rule); border-radius: .4rem; background: var(--raised); padding: .75rem .9rem }
.cards h3 { font-weight: 600 }
.cards p { margin: .35rem 0 }
.cards .soft { font-size: .9rem }
.events { list-style: none; margin: .25rem 0; padding: 0 }
.events li { padding: .2rem 0; overflow-wrap: anywhere }
.events .soft { font-size: .9rem }
.inline { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: .5rem 0; padding: 0 }
.inline [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none }
.key { display: inline-block; width: .6rem; height: .6rem; margin-right: .35rem; border-radius: .15rem; background: currentColor }
form { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; margin: 1rem 0 }
select, button, input { font: inherit; font-size: .9rem; color: var(--ink); background: var(--raised); border: 1px solid var(--soft); border-radius: .4rem; padding: .3rem .7rem; max-width: 100% }
button { cursor: pointer }
button:hover { border-color: var(--ink) }
dl { margin: .75rem 0 }
dl div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 0 1rem; padding: .2rem 0 }
dt { color: var(--soft) }
dd { margin: 0; overflow-wrap: anywhere }
pre {
  margin: .6rem 0; padding: .75rem 1rem; background: var(--raised); border: 1px solid var(--rule); border-radius: .4rem;
  white-space: pre-wrap; overflow-wrap: anywhere;
}
code { font: .875rem/1.6 ui-monospace, "SF Mono", Menlo, Consolas, monospace }
input, select, button {
  font: inherit; color: var(--ink); background: var(--raised); border: 1px solid var(--soft); border-radius: .4rem;
  padding: .45rem .75rem; max-width: 100%;
}
button { font-weight: 600; cursor: pointer }
.mend p + pre { margin-top: .35rem }
.mend pre + p { margin-top: 1rem }
.mend > :first-child { margin-top: .25rem }
.mend + p { margin-top: 1rem }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0 1.25rem }
.sides h3 { color: var(--soft); font-size: .9rem }
.sides pre { margin-top: .3rem }
figure { margin: 1rem 0 1.5rem }
figcaption { font-weight: 500 }
.legend { list-style: none; padding: 0; margin: .2rem 0 .4rem; display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; font-size: .9rem }
.legend svg { vertical-align: .1rem }
.plot { display: block; overflow: visible }
.plot text { font-size: .75rem; fill: var(--soft) }
.halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round }
.grid { stroke: var(--rule) }
.mark { stroke: var(--soft); stroke-width: 2; stroke-dasharray: 2 3 }
.line { fill: none; stroke: var(--line); stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round }
.dot { fill: var(--line) }
.line-1 { --line: var(--link) }
.line-2 { --line: var(--fail); stroke-dasharray: 6 3 }
.line-3 { --line: var(--pass); stroke-dasharray: 2 3 }
.line-4 { --line: var(--warn); stroke-dasharray: 9 3 2 3 }
.spark { display: block; width: 7rem; height: 1.5rem }
.bar { fill: currentColor }
.public .spark, h1 ~ .spark { width: 100% }
.scroll { overflow-x: auto; max-height: 26rem; overflow-y: auto }
footer { margin-top: 4rem; border-top: 1px solid var(--rule); padding-top: .75rem; color: var(--soft); font-size: .9rem }
@media (max-width: 40rem) {
  h1 { font-size: 1.35rem }
  .wide { display: none }
  table:not(.figures) > thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  table:not(.figures) > tbody > tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .25rem .75rem; align-items: baseline; padding: .8rem 0; border-bottom: 1px solid var(--rule) }
  table:not(.figures) > tbody > tr > :is(th, td) { padding: 0; border: 0 }
  table:not(.figures) > tbody > tr > td:nth-of-type(1) { justify-self: end }
  table:not(.figures) .short { grid-column: 2; justify-self: end; color: var(--soft); font-size: .9rem }
  .rows > li { grid-template-columns: minmax(0, 1fr); gap: .4rem }
  dl div { grid-template-columns: minmax(0, 1fr); padding: .3rem 0 }
}
@media print {
  :root { color-scheme: light }
  body { max-width: none; padding: 0; font-size: 10.5pt }
  header, footer, summary, form { display: none }
  details::details-content { content-visibility: visible; block-size: auto }
  .rows > li, pre, dl div { break-inside: avoid }
  h2, h3 { break-after: avoid }
}
`
