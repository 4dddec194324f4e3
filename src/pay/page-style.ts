/**
 * How a customer's page looks, light and dark, on paper too. It stands inside the page, so that a page that has arrived
 * is whole; its hash stands in the page's policy, so that no other style applies.
 */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--ink:#16181d;--muted:#555b66;--accent:#0b6bcb;--good:#137a3e;--danger:#b3261e;--line:#dcdfe4}
@media (prefers-color-scheme:dark){:root{--page:#15171c;--card:#1e2128;--ink:#e8eaee;--muted:#a5acb8;--accent:#6cb2ff;--good:#5fd08f;--danger:#ff8a80;--line:#3a3f4a}}
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Apple SD Gothic Neo","Noto Sans KR","Noto Sans CJK KR","Malgun Gothic","Nanum Gothic",sans-serif;word-break:keep-all;overflow-wrap:anywhere}
p,h1,h2,dl,dd,ol,figure{margin:0}
a{color:var(--accent)}
header,main{max-width:36rem;margin:0 auto;padding:0 6px}
@media (min-width:376px){header,main{padding:0 12px}}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem;min-height:2.75rem}
h1{font-size:1.05rem;font-weight:700;padding-left:6px}
header a{padding:.6rem 6px;font-size:.875rem;white-space:nowrap}
.mark{position:sticky;top:0;z-index:1;background:#ffe9a8;color:#5a4300;padding:.3rem .75rem;font-size:.8125rem;line-height:1.3;font-weight:600;text-align:center}
.card{background:var(--card);border-radius:.75rem;padding:.75rem;margin:0 0 .75rem}
.small{color:var(--muted);font-size:.875rem;padding:0 6px;margin:0 0 .75rem}

.status{display:flex;gap:.6rem;align-items:flex-start;padding:0 6px .6rem}
.state{font-weight:600;text-wrap:balance}
.next{font-size:.9375rem}
.working .state{color:var(--accent)}
.good,.bad{background:var(--card);border-radius:.75rem;padding:.75rem;margin:0 0 .75rem}
.good .state{color:var(--good);font-size:1.125rem}
.bad .state{color:var(--danger)}
.icon{flex:none;width:1.5rem;height:1.5rem;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.good .icon{color:var(--good)}
.bad .icon{color:var(--danger)}
.pulse{flex:none;width:.75rem;height:.75rem;margin:.375rem .375rem 0;border-radius:50%;background:var(--accent);animation:pulse 1.2s ease-in-out infinite alternate}
@keyframes pulse{to{opacity:.25}}
@media (prefers-reduced-motion:reduce){.pulse{animation:none}}

.bill{display:grid;row-gap:.5rem;padding:.75rem 0;overflow:hidden}
.facts{grid-area:facts;display:grid;gap:.1rem .75rem;padding:0 .75rem;align-content:start}
.facts dt,.rows dt{color:var(--muted);font-size:.875rem}
.facts .seller,.facts .goods,.facts .deadline{display:flex;flex-wrap:wrap;column-gap:.5rem;align-items:baseline}
.facts .seller dd{font-weight:600}
.amount dt{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.amount dd{font-size:2rem;line-height:1.25;font-weight:700;font-variant-numeric:tabular-nums}
.deadline dd{font-weight:600}
.symbol{grid-area:symbol;position:relative;background:#fff;color-scheme:only light;forced-color-adjust:none;overflow-x:auto}
.symbol svg{display:block;margin:0 auto}
.number{grid-area:number;padding:0 .75rem;text-align:center;min-width:0}
.digits{font:700 1.25rem/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Nanum Gothic Coding",monospace;font-variant-numeric:tabular-nums;-webkit-user-select:text;user-select:text;word-break:break-all}
.digits span{display:inline-block}
.tools{display:flex;flex-wrap:wrap;justify-content:center;gap:.5rem;margin-top:.5rem}
.tools a,.tools button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;padding:.25rem 1rem;border:1px solid var(--line);border-radius:.75rem;background:none;color:var(--accent);font:inherit;font-size:.9375rem;line-height:1.3;font-weight:600;text-decoration:none;cursor:pointer}
.button{width:100%;margin-top:.75rem;background:var(--accent);border-color:var(--accent);color:var(--card)}
a:focus-visible,button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}

h2{font-size:1rem}
.how ol{padding:0;margin:.35rem 0;list-style:none;counter-reset:step}
.how li{display:flex;gap:.5rem;align-items:baseline;counter-increment:step;padding:.15rem 0}
.how li::before{content:counter(step);flex:none;width:1.5rem;height:1.5rem;border-radius:50%;background:var(--ink);color:var(--card);font-size:.8125rem;font-weight:700;line-height:1.5rem;text-align:center}
.how p{color:var(--muted);font-size:.9375rem;margin-top:.25rem}
.how strong{color:var(--ink)}
.warning{border-left:.25rem solid var(--danger);border-radius:.25rem .75rem .75rem .25rem;font-size:.9375rem}
#offline{position:sticky;bottom:0;margin:0 -6px;padding:.6rem .75rem;background:var(--ink);color:var(--page);font-size:.875rem}

.ended .facts{padding:0;margin-bottom:.5rem}
.rows>div{display:flex;justify-content:space-between;gap:1rem;padding:.4rem 0;border-top:1px solid var(--line)}
.rows dt{flex:none}
.rows dd{text-align:right;font-size:.9375rem;font-weight:600;min-width:0}
.rows dd span{display:inline-block}
.receipt .rows>div:first-child{border-top:0}
.receipt .small{padding:.5rem 0 0;margin:0;border-top:1px solid var(--line)}
.rows .total dd{font-size:1.5rem;line-height:1.2}

@media (min-width:600px){
header{min-height:3.5rem}
h1{font-size:1.25rem}
.card{padding:1.25rem}
.bill{padding:1.25rem 0;row-gap:.75rem}
.facts,.number{padding:0 1.25rem}
.amount dd{font-size:2.5rem}
.digits{font-size:1.625rem}
}
@media print{
:root{--page:#fff;--card:#fff;--ink:#000;--muted:#000;--accent:#000;--good:#000;--danger:#000;--line:#999}
:root,body{color-scheme:only light}
header a,.tools,.button,.how p,#offline,noscript{display:none!important}
.mark{position:static;border:2px solid #000;color:#000;background:none}
.card{padding:.5rem 0;break-inside:avoid}
.receipt{max-width:80mm}
.symbol{overflow:visible}
}
`

/**
 * How large the bars are, chosen by the screen alone so that it holds without script: always whole pixels a module, as
 * many as fit. Where a telephone is too narrow for two, the symbol stands upright beside the facts; a number of thirty
 * letters is 385 modules long and then has one pixel each, which is still two or three dots of a telephone's screen.
 */
export function symbolStyle({ widthModules, heightModules }: SymbolSize): string {
  const laidFlat = (scale: number): string => {
    const [length, height] = [widthModules * scale, heightModules * scale]
    return [
      '.bill{grid-template:"facts" auto "symbol" auto "number" auto/100%}',
      '.symbol{width:auto;height:auto}',
      `.symbol svg{position:static;width:${length}px;height:${height}px;transform:none}`,
      '.bill .number{text-align:center}.bill .tools{justify-content:center}.bill .amount dd{font-size:2rem}',
      length > MAIN_PIXELS ? `header,main{max-width:${length + SIDES_WIDE}px}` : '',
    ].join('')
  }
  const stoodUp = (scale: number): string => {
    const [length, height] = [widthModules * scale, heightModules * scale]
    return [
      `.bill{grid-template:"symbol facts" auto "symbol number" 1fr/${height}px minmax(0,1fr)}`,
      `.symbol{width:${height}px;height:${length}px;overflow:hidden}`,
      `.symbol svg{position:absolute;top:0;left:0;width:${length}px;height:${height}px;transform-origin:0 0;transform:translateX(${height}px) rotate(90deg)}`,
      '.bill .number{text-align:left}.bill .tools{justify-content:flex-start}.bill .amount dd{font-size:min(1.5rem,6.4vw)}',
    ].join('')
  }
  const flatFrom = (scale: number): string => {
    const sides = scale > 2 ? SIDES_WIDE : SIDES_NARROW
    return `@media (min-width:${widthModules * scale + sides}px){${laidFlat(scale)}}`
  }
  return [
    stoodUp(1),
    flatFrom(1),
    `@media (min-height:${widthModules * 2 + ABOVE_SYMBOL}px){${stoodUp(2)}}`,
    flatFrom(2),
    ...[3, 4].filter((scale) => widthModules * scale <= MAIN_PIXELS).map(flatFrom),
  ].join('\n')
}

export interface SymbolSize {
  /** With the quiet zones. */
  readonly widthModules: number
  readonly heightModules: number
}

/** Room beside the bars: the page's own margins; on a larger screen also a scroll bar. */
const SIDES_NARROW = 12
const SIDES_WIDE = 48
/** Mark, title and state, which one screen must hold too. */
const ABOVE_SYMBOL = 150
const MAIN_PIXELS = 540
