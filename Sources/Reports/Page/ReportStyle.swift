/// The page's only style: paper for print, the reader's own light or dark on a screen.
///
/// Colours after Okabe & Ito (2008), which people with any colour vision tell apart; lines also differ
/// in width and dash, marks in shape, so that a black and white print says the same.
enum ReportStyle {
    /// Everything a page needs.
    static let text = colours + "\n" + page + "\n" + drawing

    /// Colours, of the page and of a drawing that stands alone.
    static let colours = """
        :root{--paper:#fff;--ink:#1b2430;--soft:#566272;--rule:#d5dbe2;--wash:#f3f6f9;--grid:#e6eaef;
        --a:#0060a0;--b:#d55e00;--c:#00775a;--d:#a35a8a;--vlf:#eef0f2;--lf:#fdf0d8;--hf:#dff1fb;
        --good:#9fd3bf;--bad:#d55e00;--conf:#dbeaf6;color-scheme:light}
        @media screen and (prefers-color-scheme:dark){:root{--paper:#11161c;--ink:#e6ebf1;--soft:#9fadbc;
        --rule:#323d49;--wash:#1a222b;--grid:#26303a;--a:#6cb6f0;--b:#f79a4c;--c:#3fc79d;--d:#dc9cc6;
        --vlf:#1b2128;--lf:#352a15;--hf:#12303f;--good:#1f6b53;--bad:#f79a4c;--conf:#1c3346;
        color-scheme:dark}}
        """

    /// Lines, dots and words of the plots.
    static let drawing = """
        svg text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:var(--soft)}
        svg text.note{fill:var(--ink)}
        svg text.shift{transform:translateX(6px)}
        svg text.title{font-weight:600;fill:var(--ink)}
        svg.in{overflow:hidden}
        .frame{fill:none;stroke:var(--soft);stroke-width:.7}
        .grid{stroke:var(--grid);stroke-width:1}
        svg.in path,.key path{fill:none;stroke-width:1.5;vector-effect:non-scaling-stroke;
        stroke-linejoin:round;stroke-linecap:round}
        .line.thin{stroke-width:.9}
        .line.wide{stroke-width:2.4}
        path.a,.key .a{stroke:var(--a)}path.b,.key .b{stroke:var(--b)}
        path.c,.key .c{stroke:var(--c)}path.d,.key .d{stroke:var(--d)}
        path.soft{stroke:var(--soft)}
        svg.in path.fill{stroke-width:.8}
        path.fill.a{fill:var(--a)}path.fill.c{fill:var(--c)}path.fill.d{fill:var(--d)}
        path.fill.soft{fill:var(--rule);stroke:var(--rule)}
        svg.in path.conf{fill:var(--conf);stroke:var(--conf);stroke-width:1}
        .dash{stroke-dasharray:5 4}
        path.dot{stroke-width:3.4!important;opacity:.55}
        path.dot.few{stroke-width:4.5!important;opacity:.7}
        .cursor{stroke:var(--b);stroke-width:1.4;stroke-dasharray:5 3}
        .half{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 3}
        rect.vlf{fill:var(--vlf)}rect.lf{fill:var(--lf)}rect.hf{fill:var(--hf)}
        rect.good{fill:var(--good)}rect.bad{fill:var(--bad)}rect.blank{fill:var(--wash)}
        rect.stationary{fill:var(--a)}rect.active{fill:var(--b)}rect.asleep{fill:var(--d)}
        rect.idle{fill:var(--soft)}
        rect.bout{fill:none;stroke:var(--ink);stroke-width:1.6}
        svg.mark{overflow:visible}
        svg.mark path,svg.mark circle,.key svg.mark path,.key svg.mark circle{fill:none;stroke:var(--b);
        stroke-width:1.7;vector-effect:none}
        svg.mark .hollow{fill:var(--paper)}
        svg.mark.beat .full{fill:var(--c);stroke:var(--c);stroke-width:1}
        svg.mark.beat.weak .full{fill:var(--paper)}
        """

    private static let page = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);
        font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        main{max-width:56rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
        h1{font-size:1.7rem;line-height:1.2;margin:.2rem 0 .3rem;overflow-wrap:anywhere}
        h2{font-size:1.2rem;margin:2.6rem 0 .5rem;padding-top:.8rem;border-top:2px solid var(--ink)}
        h3{font-size:1rem;margin:1.4rem 0 .3rem}
        p,ul,ol{margin:.5rem 0}
        ul,ol{padding-left:1.2rem}
        li{margin:.2rem 0}
        .banner{border:2px solid currentColor;border-radius:.4rem;padding:.5rem .8rem;margin:0 0 1rem}
        .eyebrow{color:var(--soft);font-size:.85rem;margin:0}
        .soft,figcaption,.why{color:var(--soft)}
        figcaption,.why,.small{font-size:.87rem}
        .lead{font-size:1.02rem}
        dl.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.5rem 1.5rem;
        margin:1rem 0;padding:.8rem 0;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule)}
        dl.facts dt{color:var(--soft);font-size:.8rem}
        dl.facts dd{margin:0;overflow-wrap:anywhere}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.6rem,1fr));gap:.7rem;
        margin:1rem 0}
        .tile{background:var(--wash);border-radius:.5rem;padding:.6rem .8rem;break-inside:avoid}
        .tile b{display:block;font-size:1.65rem;line-height:1.2;font-weight:600;
        font-variant-numeric:tabular-nums}
        .tile b small{font-size:.9rem;font-weight:400;color:var(--soft)}
        .tile span{display:block;font-size:.8rem;color:var(--soft);line-height:1.35}
        .tile span:first-child{color:var(--ink);font-weight:600}
        .said li{margin:.35rem 0}
        .unknown{border-left:4px solid var(--rule);padding:.1rem 0 .1rem .9rem;margin:1rem 0}
        .unknown h3{margin-top:.3rem}
        nav ol{columns:2;font-size:.9rem;padding-left:1.4rem}
        nav a{color:inherit}
        figure{display:flow-root;margin:.6rem 0 1.4rem;break-inside:avoid}
        figure.side{display:grid;grid-template-columns:minmax(0,27rem) 1fr;gap:0 1rem;align-items:center}
        figcaption{margin-top:.35rem}
        .key{display:flex;flex-wrap:wrap;gap:.15rem 1rem;font-size:.82rem;color:var(--soft);margin:.2rem 0 0}
        .key svg{width:26px;height:12px;vertical-align:-1px;margin-right:.3rem;overflow:visible}
        svg.plot{display:block;overflow:visible;margin:22px 18px 26px 48px;width:calc(100% - 66px);
        height:var(--h)}
        .ribbon svg.plot{margin-top:-4px;margin-bottom:6px}
        .timeline svg.plot{margin-left:70px;width:calc(100% - 88px)}
        svg.plot.titled{margin-bottom:44px}
        svg.plot.square{width:min(calc(100% - 66px),23rem);aspect-ratio:1;height:auto;margin-bottom:44px}
        .card{border:1px solid var(--rule);border-radius:.5rem;padding:.7rem 1rem .8rem;margin:.9rem 0;
        break-inside:avoid}
        .card h3{margin:.1rem 0 .3rem}
        .card h4{margin:.6rem 0 0}
        .card p,.card ul{margin:.2rem 0}
        .card .head{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;
        color:var(--soft);font-size:.85rem}
        .meter{display:inline-block;width:7rem;height:.55rem;border:1px solid var(--soft);
        border-radius:.3rem;vertical-align:middle;margin-right:.4rem;overflow:hidden}
        .meter i{display:block;height:100%;background:var(--a)}
        .scroll{overflow-x:auto;background:
        linear-gradient(-90deg,var(--paper) 40%,transparent) 100% 0/3rem 100% no-repeat local,
        linear-gradient(-90deg,var(--rule),transparent) 100% 0/.9rem 100% no-repeat scroll}
        .scroll:focus-visible{outline:2px solid var(--a);outline-offset:2px}
        table{border-collapse:collapse;width:100%;font-size:.85rem;font-variant-numeric:tabular-nums}
        caption{text-align:left;color:var(--soft);padding-bottom:.3rem}
        th,td{text-align:left;vertical-align:top;padding:.25rem .7rem .25rem 0;
        border-bottom:1px solid var(--rule)}
        th{font-weight:600}
        thead th{border-bottom:1.5px solid var(--ink)}
        tr{break-inside:avoid}
        .n{text-align:right}
        td.n{white-space:nowrap}
        td.method{color:var(--soft);min-width:14rem}
        code{font:.85em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        .methods{columns:2;column-gap:2rem;font-size:.85rem;overflow-wrap:anywhere}
        .methods section{break-inside:avoid;margin-bottom:1rem}
        .methods h3{margin-top:0}
        footer{margin-top:3rem;border-top:1px solid var(--rule);color:var(--soft);font-size:.82rem}
        @media (max-width:38rem){main{padding:1rem .9rem 3rem}h1{font-size:1.4rem}
        figure.side{display:block}.methods{columns:1}nav ol{columns:1}
        .tiles{grid-template-columns:1fr 1fr}
        .scroll caption{position:sticky;left:0;width:calc(100vw - 2rem)}
        .stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .stack tr{display:block;padding:.35rem 0;border-bottom:1px solid var(--rule)}
        .stack td{display:grid;grid-template-columns:6rem 1fr;padding:.05rem 0;border:0;text-align:left}
        .stack td:first-child{display:block;font-weight:600}
        .stack td::before{content:attr(data-label);color:var(--soft)}
        .stack td:first-child::before{content:none}}
        @page{size:A4;margin:15mm 14mm 16mm}
        @media print{body{font-size:9.6pt;line-height:1.42}main{max-width:none;padding:0}
        h1{font-size:18pt}h2{font-size:13pt;margin-top:7mm;break-after:avoid}h3{break-after:avoid}
        nav{display:none}.tile{background:none;border:.6pt solid var(--soft)}
        .page{break-before:page}figure{margin:.5rem 0 .8rem}.scroll{overflow:visible;background:none}
        table{font-size:8.4pt}.methods{font-size:8.4pt}thead{display:table-header-group}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """
}
