/** What the console adds to the pages' stylesheet. */
export const CONSOLE_STYLE = `.top,.foot,main{max-width:100rem}
body:has(.ticket) :is(.top,.foot,main){max-width:34rem}
h3{font-size:1rem;margin:0 0 .25rem;font-weight:700;overflow-wrap:anywhere}
.lead{display:flex;gap:1rem;align-items:baseline;justify-content:space-between}
.lead p{margin:0}
.note{color:var(--soft);font-size:.875rem;margin:0 0 .5rem;font-weight:400;overflow-wrap:anywhere}
.quiet{margin:0}
nav ul{display:flex;flex-wrap:wrap;gap:0 1rem;list-style:none;margin:0 0 1rem;padding:0}
nav a{display:inline-block;padding:.5rem 0}
.desk{display:grid;gap:1rem;grid-template-columns:minmax(0,1fr)}
.left{min-width:0}
#panels{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr))}
.panel{background:var(--card);border:var(--edge);border-radius:.75rem;padding:1rem 1rem .75rem;min-width:0;scroll-margin-top:.5rem}
#clock,#whole,#pins,#people,#servers,#devices,#switches{grid-column:1/-1}
#whole{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:start;justify-content:space-between;padding-bottom:1rem}
.cards,.switches,#servers{display:grid;gap:1rem 1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr))}
#servers h2{grid-column:1/-1;margin:0}
.now{font:600 1.35rem/1.3 var(--mono);margin:0 0 .25rem}
.cards,.lines,#requests{list-style:none;margin:0;padding:0}
.cards>li{border-top:var(--edge);padding-top:.6rem}
.cards p{margin:0 0 .35rem;overflow-wrap:anywhere}
.lines li{padding:.25rem 0;overflow-wrap:anywhere}
.key,.print{color:var(--soft);font-weight:400;font-size:.85em}
.print{font-family:var(--mono)}
.chips{display:flex;flex-wrap:wrap;gap:.35rem}
.chips span{background:var(--stub);border:var(--edge);border-radius:1rem;padding:.05rem .6rem;font-size:.8rem}
.cards .code{letter-spacing:.12em;font-size:1.1rem;font-weight:700}
.panel dl{margin:0 0 .5rem}
.panel dl div{margin:0 0 .35rem}
.panel dt{color:var(--soft);font-size:.875rem}
.switches dt{color:inherit}
.panel dd{margin:0;overflow-wrap:anywhere}
.panel button{min-height:2.5rem;padding:.25rem .9rem}
.panel .row{gap:.5rem;align-items:end}
.panel .row>*{flex:0 1 auto}
.row form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
.row label,.row input:not([type=hidden]){margin:0}
.row input[type=number]:not([type=hidden]){width:6rem;min-height:2.5rem}
.danger{background:var(--alarm-ground);color:var(--alarm);border-color:var(--alarm)}
.danger:hover{background:var(--alarm);color:var(--card)}
fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.35rem}
legend{padding:0;font-size:.875rem;color:var(--soft);margin:0 0 .25rem}
fieldset button{min-height:2.25rem;padding:.1rem .7rem;font-size:.9rem}
.fields{display:grid;gap:.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,9rem),1fr))}
.panel>h3{margin-top:.75rem}
.fields{align-items:end}
.fields p{margin:0}
#faults .fields p:nth-child(-n+2),#addresses .fields p:nth-last-child(3){grid-column:1/-1}
.fields+button{margin:.5rem 0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.925rem}
th,td{text-align:left;padding:.4rem .75rem .4rem 0;vertical-align:top;border-top:var(--edge)}
thead th{border:0;color:var(--soft);font-size:.8rem;font-weight:600}
tbody th{font-weight:600}
td,th{overflow-wrap:break-word}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.secrets summary{min-height:2.25rem;font-weight:400}
.ask>summary{display:inline-flex;align-items:center;min-height:2.5rem;padding:.25rem .9rem;border:var(--rim);border-radius:.5rem}
.ask>summary:hover{background:var(--stub)}
.ask>summary::before{display:none}
td .ask>summary{min-height:1.9rem;padding:0 .6rem;font-size:.875rem}
.ask[open]{border-left:3px solid var(--alarm);padding-left:.75rem}
.ask[open]>summary{margin-bottom:.5rem}
.ask p{margin:0 0 .5rem;font-size:.9rem}
.log>.row{align-items:center;margin-bottom:.5rem}
.log h2,.log .row p{margin:0}
.log .row p{flex:1}
#requests{overflow-wrap:anywhere;font-size:.875rem;border-top:var(--edge)}
#requests>li{border-bottom:var(--edge)}
#requests summary{min-height:2.25rem;display:grid;grid-template-columns:auto auto auto 1fr;gap:0 .6rem;align-items:baseline;padding:.35rem .25rem;font-weight:400}
#requests summary::before{display:none}
#requests .path{font-family:var(--mono)}
#requests .whose{grid-column:1/-1;color:var(--soft);font-size:.8125rem}
#requests details[open]{background:var(--stub);padding:0 .5rem .5rem}
#requests dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.25rem .75rem}
#requests .gap{padding:.5rem 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0 0 .5rem;padding:.6rem;background:var(--card);border:var(--edge);border-radius:.5rem;font-size:.8rem}
.status{font-weight:700;font-variant-numeric:tabular-nums;min-width:2rem}
.s4,.s5,.cut{color:var(--alarm)}
.s2{color:var(--second)}
time{font-variant-numeric:tabular-nums}
.scripted{display:none}
.js .scripted{display:revert}
.js button.scripted{display:inline-flex}
[aria-pressed=true]{background:var(--second);color:var(--card);border-color:var(--second)}
@media (max-width:40rem){.wide thead{display:none}.wide tr{display:flex;flex-wrap:wrap;gap:.1rem .75rem;border-top:var(--edge);padding:.4rem 0}.wide td,.wide th{border:0;padding:0}.wide tbody th{flex:1 0 100%;overflow-wrap:anywhere}.wide .none{display:none}}
@media (min-width:72rem){.desk{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}.log{align-self:start;position:sticky;top:.5rem;max-height:calc(100vh - 1rem);display:flex;flex-direction:column}.log ol{overflow-y:auto;min-height:0}}
`;
