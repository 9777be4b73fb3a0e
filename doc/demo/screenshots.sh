#!/usr/bin/env bash
# screenshots.sh DIRECTORY: pictures of the reports in it, on screen and in
# print. Needs chromium; pages of print also need pdftoppm. Without a browser
# it says nothing and returns 1.
set -eu
dir=$1
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || exit 1
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

browse() { timeout 90 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$profile" "$@" >/dev/null 2>&1; }

# Pages of print side by side: a page of pictures, pictured in its turn.
contact_sheet() {
	browse --no-pdf-header-footer --print-to-pdf="$dir/$1.pdf" "file://$dir/$1.html" || return 1
	command -v pdftoppm >/dev/null || return 0
	rm -f "$dir/$1"-page-*.png
	pdftoppm -r 60 -png "$dir/$1.pdf" "$dir/$1-page"
	pages=("$dir/$1"-page-*.png)
	{
		echo '<body style="margin:0;background:#777;display:grid;grid-template-columns:repeat(4,496px);gap:8px;padding:8px">'
		for page in "${pages[@]}"; do echo "<img src=\"file://$page\">"; done
	} >"$profile/pages.html"
	browse --window-size=2032,$((8 + (${#pages[@]} + 3) / 4 * 710)) --screenshot="$dir/$1-print.png" "file://$profile/pages.html" || return 1
	rm -f "$dir/$1"-page-*.png
}

for report in report-zh report-en; do
	browse --window-size=900,2500 --screenshot="$dir/$report-screen.png" "file://$dir/$report.html" || exit 1
	contact_sheet "$report" || exit 1
done
ls "$dir"/report-*.png | sed "s#^$PWD/#  截图 picture  #"
