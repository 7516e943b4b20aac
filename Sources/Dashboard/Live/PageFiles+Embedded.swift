extension PageFiles {
    /// What Page/ holds, built into the program.
    static var embedded: PageFiles {
        PageFiles([
            ("/", PackageResources.index_html),
            ("/canvas.js", PackageResources.canvas_js),
            ("/connection.js", PackageResources.connection_js),
            ("/insights.js", PackageResources.insights_js),
            ("/main.js", PackageResources.main_js),
            ("/page.css", PackageResources.page_css),
            ("/poincare.js", PackageResources.poincare_js),
            ("/session.js", PackageResources.session_js),
            ("/spectrum.js", PackageResources.spectrum_js),
            ("/status.js", PackageResources.status_js),
            ("/tachogram.js", PackageResources.tachogram_js),
            ("/tiles.js", PackageResources.tiles_js),
            ("/timeline.js", PackageResources.timeline_js),
            ("/traces.js", PackageResources.traces_js),
            ("/words.js", PackageResources.words_js),
        ])
    }
}
