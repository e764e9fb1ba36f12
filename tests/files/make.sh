#!/bin/bash
# Makes the files of this folder anew: the example's pages, as real programs save, pack and print them.
#
#   tests/files/make.sh WORK [FORMAT...]      needs root, for a network of its own in which the sites of serve.py live
#
# It is run by hand and not by the tests, which read what lies here. VERSIONS says which program and version made each.
# Debian 12: chromium firefox-esr xvfb libreoffice-writer-nogui pandoc wkhtmltopdf weasyprint groff
#   texlive-latex-recommended lynx w3m elinks html2text wget httrack zip p7zip-full libarchive-tools default-jdk-headless
#   mutt s-nail libmime-lite-perl libmime-lite-html-perl libemail-stuffer-perl newsboat sfeed rss2email buku hugo pelican jq links2 gir1.2-webkit2-4.0 python3-gi
# WORK/venv (pip): trafilatura newspaper4k scrapy warcio warcprox wacz feedgen python-docx reportlab fpdf2 inscriptis html2text
# WORK/crawl (pip; an older Scrapy is what it works with): scrapy-webarchive scrapy==2.11.2 twisted==24.3.0 w3lib==2.2.1
# WORK/npm (npm): single-file-cli@2 single-file-cli1@npm:single-file-cli@1 html-inline website-scraper@5 puppeteer-core
#   warcio @harvard-lil/js-wacz feed rss nodemailer docx html-to-docx citation-js biblatex-csl-converter opml netscape-bookmarks
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$1; shift
if [ -z "${INSIDE:-}" ]; then
    exec env INSIDE=1 unshare -mnu "$0" "$work" "$@"
fi
hostname desk.example; ip link set lo up; ip address add 203.0.113.5/32 dev lo
sites="www.lindalgazette.example www.dailycomet.example www.radiobelmark.example www.alpinetrade.example www.valleyecho.example"
printf "127.0.0.1 localhost\n203.0.113.5 $sites\n" > "$work/hosts"
mount --bind "$work/hosts" /etc/hosts
python3 "$here/serve.py" 80 & trap "kill $!" EXIT
sleep 1
bin=$work/venv/bin
export NODE_PATH=$work/npm/node_modules HOME=$work/home LC_ALL=C.UTF-8 TZ=Europe/Vienna
export PATH=$PATH:$NODE_PATH/.bin:/usr/sbin:/sbin
export PUPPETEER_EXECUTABLE_PATH=/usr/bin/chromium
mkdir -p "$HOME"
gazette=http://www.lindalgazette.example/news/halden-tunnel-stays-shut
comet=http://www.dailycomet.example/news/tunnel-of-rage
radio=http://www.radiobelmark.example/news/halden-tunnel-weekly-reports
trade=http://www.alpinetrade.example/freight/halden-cracks
echo_=http://www.valleyecho.example/village/feed-them-all
browser="chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir=$work/chromium"

# The Gazette's article alone, as HTML, Markdown and text: what a writer or a mail program would hold.
python3 - "$gazette" "$work" <<'P'
import re, sys, urllib.request
html = urllib.request.urlopen(sys.argv[1]).read().decode()
title = re.search("<h1>(.*?)</h1>", html)[1]
told = [p for p in re.findall(r"<p>(.*?)</p>", html) if len(p) > 100]
work = sys.argv[2]
body = "".join(f"<p>{p}</p>\n" for p in told)
open(f"{work}/article.html", "w").write(f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>\n<h1>{title}</h1>\n{body}</body></html>\n')
open(f"{work}/body.html", "w").write(body)
open(f"{work}/article.md", "w").write(f"# {title}\n\n" + "\n\n".join(told) + "\n")
open(f"{work}/article.txt", "w").write(f"{title}\n\n" + "\n\n".join(told) + "\n")
open(f"{work}/body.txt", "w").write("\n\n".join(told) + "\n")
P

put() { mkdir -p "$here/$1"; }

saved() {  # pages with their assets beside them
    put saved; local out=$here/saved; rm -rf "$out"/*
    ( cd "$work" && rm -rf w && mkdir w && cd w && wget -q -E -k -p -nd "$gazette" && cp halden-tunnel-stays-shut.html "$out/wget.html" )
    ( cd "$work" && rm -rf h && httrack "$radio" -O h -q -r1 -s0 -%v0 >/dev/null && cp h/www.radiobelmark.example/news/*.html "$out/httrack.html" )
    ( rm -rf "$work/ws" && node --input-type=module -e "
import scrape from '$NODE_PATH/website-scraper/index.mjs';
await scrape({urls: ['$comet'], directory: '$work/ws'});" && cp "$work/ws/index.html" "$out/website-scraper.html" )
    $browser --dump-dom "$trade" > "$out/chromium-dump-dom.html" 2>/dev/null
}

onefile() {  # pages with their assets in them
    put onefile; local out=$here/onefile; rm -rf "$out"/*
    local arguments='["--no-sandbox"]'
    node "$NODE_PATH/single-file-cli/single-file-node.js" "$gazette" "$out/singlefile-2.html" --browser-executable-path=/usr/bin/chromium --browser-arg=--no-sandbox
    node "$NODE_PATH/single-file-cli/single-file-node.js" "$gazette" "$out/singlefile-2-zip.html" --browser-executable-path=/usr/bin/chromium --browser-arg=--no-sandbox --compress-content
    "$NODE_PATH/single-file-cli1/single-file" "$radio" "$out/singlefile-1.html" --browser-executable-path=/usr/bin/chromium "--browser-args=$arguments" --block-scripts=false
    ( cd "$work" && rm -rf i && mkdir i && cd i && wget -q -E -k -p -nd "$comet" && html-inline tunnel-of-rage.html > "$out/html-inline.html" )
    ( cd "$work" && wget -q "$trade" -O trade.html && mkdir -p root && pandoc --self-contained -f html -t html --resource-path=. "$trade" -o "$out/pandoc.html" 2>/dev/null )
}

mhtml() {  # pages as one MIME file
    put mhtml; local out=$here/mhtml; rm -rf "$out"/*
    node -e "
const puppeteer = require('puppeteer-core');
(async () => {
  const browser = await puppeteer.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox']});
  const page = await browser.newPage();
  await page.goto('$radio', {waitUntil: 'load'});
  const session = await page.createCDPSession();
  const {data} = await session.send('Page.captureSnapshot', {format: 'mhtml'});
  require('fs').writeFileSync('$out/chromium.mhtml', data);
  await browser.close();
})();"
    xvfb-run -a /usr/bin/python3 -c "
import gi
gi.require_version('WebKit2', '4.0'); gi.require_version('Gtk', '3.0')
from gi.repository import Gio, Gtk, WebKit2
view = WebKit2.WebView(); window = Gtk.OffscreenWindow(); window.add(view); window.show_all()
def saved(view, result): view.save_to_file_finish(result); Gtk.main_quit()
def loaded(view, event):
    if event == WebKit2.LoadEvent.FINISHED:
        view.save_to_file(Gio.File.new_for_path('$out/webkitgtk.mhtml'), WebKit2.SaveMode.MHTML, None, saved)
view.connect('load-changed', loaded); view.load_uri('$gazette'); Gtk.main()"
    perl -MMIME::Lite::HTML -e 'my $m = MIME::Lite::HTML->new(From => q(desk@harbour.example), To => q(archive@harbour.example), Subject => q(Saved page)); print $m->parse($ARGV[0])->as_string' "$comet" > "$out/mime-lite-html.mhtml"
}

pdf() {  # pages printed, and texts set in one column and in two
    put pdf; local out=$here/pdf; rm -rf "$out"/*
    $browser --print-to-pdf="$out/chromium.pdf" "$gazette" 2>/dev/null
    wkhtmltopdf -q "$radio" "$out/wkhtmltopdf.pdf" 2>/dev/null || true
    weasyprint -q "$comet" "$out/weasyprint.pdf" 2>/dev/null
    pandoc "$work/article.md" -o "$work/article.docx"; soffice --headless --convert-to pdf --outdir "$work" "$work/article.docx" >/dev/null 2>&1
    mv "$work/article.pdf" "$out/libreoffice.pdf"
    pandoc "$work/article.md" -V classoption=twocolumn -V lang=en --pdf-engine=pdflatex -o "$out/pdflatex-two-columns.pdf"
    ( echo .2C; pandoc -t ms "$work/article.md" ) > "$work/article.ms" && groff -Kutf8 -ms -Tpdf "$work/article.ms" > "$out/groff-two-columns.pdf" 2>/dev/null
    "$bin/python" - "$work" "$out" <<'P'
import sys
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph
from fpdf import FPDF
work, out = sys.argv[1:]
title, *told = open(f"{work}/article.txt").read().strip().split("\n\n")
styles = getSampleStyleSheet()
document = BaseDocTemplate(f"{out}/reportlab-three-columns.pdf", pagesize=A4, title=title)
document.addPageTemplates(PageTemplate(frames=[Frame(40 + 175 * n, 480, 165, 280) for n in range(3)]))
document.build([Paragraph(title, styles["Heading2"]), *(Paragraph(p, styles["BodyText"]) for p in told)])
pdf = FPDF(); pdf.add_page(); pdf.set_font("Times", size=18); pdf.multi_cell(0, 9, title); pdf.set_font("Times", size=11)
for p in told:
    pdf.ln(3); pdf.multi_cell(0, 6, p.translate({0x2019: "'", 0x201c: '"', 0x201d: '"', 0x2014: "-"}), align="J")
pdf.output(f"{out}/fpdf2.pdf")
P
}

docx() {
    put docx; local out=$here/docx; rm -rf "$out"/*
    pandoc "$work/article.md" -o "$out/pandoc.docx"
    soffice --headless --infilter="HTML (StarWriter)" --convert-to docx:"MS Word 2007 XML" --outdir "$work" "$work/article.html" >/dev/null 2>&1
    mv "$work/article.docx" "$out/libreoffice.docx"
    "$bin/python" - "$work" "$out" <<'P'
import sys, docx
title, *told = open(f"{sys.argv[1]}/article.txt").read().strip().split("\n\n")
document = docx.Document(); document.core_properties.title = title; document.add_heading(title, 0)
for p in told: document.add_paragraph(p)
document.save(f"{sys.argv[2]}/python-docx.docx")
P
    node -e "
const fs = require('fs'), {Document, Packer, Paragraph, HeadingLevel, TextRun} = require('docx');
const [title, ...told] = fs.readFileSync('$work/article.txt', 'utf8').trim().split('\n\n');
const document = new Document({title, creator: 'Karel Voss', sections: [{children: [
  new Paragraph({text: title, heading: HeadingLevel.HEADING_1}), ...told.map(t => new Paragraph({children: [new TextRun(t)]}))]}]});
Packer.toBuffer(document).then(b => fs.writeFileSync('$out/docx-npm.docx', b));
require('html-to-docx')(fs.readFileSync('$work/article.html', 'utf8'), null, {title}).then(b => fs.writeFileSync('$out/html-to-docx.docx', Buffer.from(b)));"
}

mail() {  # letters with one article, and newsletters with several
    put mail; local out=$here/mail; rm -rf "$out"/*
    cat > "$work/keep" <<S
#!/bin/sh
cat > "\$KEEP"
S
    chmod +x "$work/keep"
    local subject="Halden tunnel stays shut until engineers sign"
    KEEP=$out/mutt.eml mutt -n -F /dev/null -e "set sendmail=$work/keep; set from='gazette@lindalgazette.example'; set copy=no; set use_from; set charset=utf-8" \
        -e "my_hdr List-Id: <daily.lindalgazette.example>" -s "$subject" reader@harbour.example < "$work/body.txt"
    KEEP=$out/s-nail.eml s-nail -n -S "mta=file://$work/keep" -S "from=gazette@lindalgazette.example" -S sendwait -S ttycharset=utf-8 -s "$subject" reader@harbour.example < "$work/body.txt"
    node -e "
const fs = require('fs'), mailer = require('nodemailer').createTransport({streamTransport: true, buffer: true, newline: 'unix'});
const write = (name, mail) => mailer.sendMail({from: '\"The Lindal Gazette\" <news@lindalgazette.example>', to: 'reader@harbour.example', date: new Date('2025-10-07T18:00:00Z'), messageId: '<1@lindalgazette.example>', ...mail}).then(m => fs.writeFileSync('$out/' + name, m.message));
write('nodemailer.eml', {subject: '$subject', html: fs.readFileSync('$work/article.html', 'utf8'), text: fs.readFileSync('$work/article.txt', 'utf8'), list: {unsubscribe: 'https://www.lindalgazette.example/leave', id: 'daily.lindalgazette.example'}, attachments: [{filename: 'logo.png', content: 'iVBORw0KGgo=', encoding: 'base64', cid: 'logo'}]});
const several = [['Mayor says trams will be free in December', 'The trams of Lindal will cost nothing for a month.'], ['Farmer finds weather balloon in his orchard', 'It fell from the sky, he said, and the goats were frightened.'], ['Choir of Orme wins the cup of the valley', 'Forty voices and one trumpet were enough for the jury.'], ['Bakery hands out rolls to waiting drivers', 'Three hundred of them were gone by eight.']];
write('nodemailer-several.eml', {subject: 'The Gazette at Seven', html: several.map(([t, s], n) => '<h2><a href=\"https://www.lindalgazette.example/' + n + '\">' + t + '</a></h2><p>' + s + '</p><p><a href=\"https://www.lindalgazette.example/' + n + '\">Read more</a></p>').join('')});"
    perl -MMIME::Lite -e 'local $/; open F, "<", $ARGV[0]; my $m = MIME::Lite->new(From => q(gazette@lindalgazette.example), To => q(reader@harbour.example), Subject => $ARGV[1], Type => q(multipart/alternative)); $m->attach(Type => q(text/plain; charset=utf-8), Data => q(This mail is best read as a page.)); $m->attach(Type => q(text/html; charset=utf-8), Encoding => q(base64), Data => <F>); print $m->as_string' "$work/article.html" "$subject" > "$out/mime-lite.eml"
    perl -MEmail::Stuffer -e 'local $/; open F, "<:utf8", $ARGV[0]; print Email::Stuffer->from(q(gazette@lindalgazette.example))->to(q(reader@harbour.example))->subject($ARGV[1])->html_body(<F>)->email->as_string' "$work/article.html" "$subject" > "$out/email-stuffer.eml"
    feed >/dev/null
    ( cd "$work" && rm -rf .r2e r2e.cfg r2e.json && cat > r2e.cfg <<S
[DEFAULT]
from = feeds@harbour.example
to = reader@harbour.example
html-mail = True
email-protocol = maildir
maildir-path = $work/maildir
S
      rm -rf maildir && mkdir -p maildir/cur maildir/new maildir/tmp maildir/.INBOX maildir/inbox/cur maildir/inbox/new maildir/inbox/tmp && r2e -c r2e.cfg -d r2e.json add gazette http://www.lindalgazette.example/feed.xml && r2e -c r2e.cfg -d r2e.json run >/dev/null 2>&1; grep -rl "Halden tunnel" maildir | head -1 | xargs -I{} cp {} "$out/rss2email.eml" )
}

lines() {  # JSON lines
    put lines; local out=$here/lines; rm -rf "$out"/*
    for url in "$gazette" "$comet" "$radio"; do wget -qO- "$url" | "$bin/python" -c 'import sys, trafilatura; print(trafilatura.extract(sys.stdin.read(), url=sys.argv[1], output_format="json", with_metadata=True))' "$url"; done > "$out/trafilatura.jsonl"
    for url in "$gazette" "$radio"; do "$bin/python" -m newspaper --url="$url" --output-format=json --output-file="$work/n4k.json" --skip-nlp --skip-fetch-images >/dev/null && jq -c '.[]' "$work/n4k.json"; done > "$out/newspaper4k.jsonl"
    cat > "$work/spider.py" <<'P'
import scrapy
class Spider(scrapy.Spider):
    name = "pages"
    def __init__(self, urls, **more):
        super().__init__(**more); self.start_urls = urls.split()
    def parse(self, response):
        yield {"url": response.url, "html": response.text}
P
    "$bin/scrapy" runspider "$work/spider.py" -a urls="$gazette $comet $trade" -O "$out/scrapy.jsonl" --nolog -s CONCURRENT_REQUESTS=1
    "$bin/scrapy" runspider "$work/spider.py" -a urls="$gazette $comet" -O "$out/scrapy.json" --nolog -s CONCURRENT_REQUESTS=1
    jq -Rsc --arg url "$gazette" '{id: "gazette-1", url: $url, outlet: "The Lindal Gazette", text: .}' "$work/body.txt" > "$out/jq.jsonl"
}

zip() {  # the same pages, packed
    put zip; local out=$here/zip; rm -rf "$out"/*; rm -rf "$work/z"; mkdir -p "$work/z/Straße nach Orme"; saved >/dev/null
    cp "$here/saved/wget.html" "$work/z/Straße nach Orme/Grüße.html"; cp "$here/saved/httrack.html" "$work/z/radio.html"; mkdir "$work/z/radio_files"; cp "$here/saved/chromium-dump-dom.html" "$work/z/radio_files/frame.html"
    ( cd "$work/z"; command zip -qr "$out/info-zip.zip" .; command zip -q -fz - radio.html > "$out/info-zip-stream-zip64.zip" < /dev/null
      7z a -bd -mx9 "$out/7z.zip" . >/dev/null; 7z a -bd -mm=LZMA "$out/7z-lzma.zip" radio.html >/dev/null; 7z a -bd -pbelmark "$out/7z-secret.zip" radio.html >/dev/null
      7z a -bd -mcl=on "$out/7z-local-names.zip" "Straße nach Orme" >/dev/null
      bsdtar --format zip -cf - . > "$out/bsdtar.zip"; jar cfM "$out/jar.zip" .; "$bin/python" -m zipfile -c "$out/python.zip" radio.html "Straße nach Orme" )
}

warc() {
    put warc; local out=$here/warc; rm -rf "$out"/*
    ( cd "$work" && rm -rf ww && mkdir ww && cd ww && wget -q -p --warc-file=wget "$gazette" "$radio"; cp wget.warc.gz "$out/wget.warc.gz"; wget -q --no-warc-compression --warc-file=plain "$radio"; cp plain.warc "$out/wget.warc" )
    "$bin/python" - "$out" "$gazette" "$comet" <<'P'
import sys
from warcio.capture_http import capture_http
import requests
with capture_http(f"{sys.argv[1]}/warcio.warc.gz"):
    for url in sys.argv[2:]: requests.get(url)
P
    ( cd "$work" && rm -rf wp && mkdir wp && cd wp && { "$bin/warcprox" -p 8000 -z -d . -q >/dev/null 2>&1 & echo $! > pid; sleep 4; for url in "$gazette" "$radio" "$gazette"; do http_proxy=http://127.0.0.1:8000 wget -qO /dev/null "$url"; done; kill -TERM $(cat pid); sleep 3; cat *.warc.gz* > "$out/warcprox.warc.gz"; } )
    node --input-type=module -e "
import fs from 'fs'; import {WARCRecord, WARCSerializer} from '$NODE_PATH/warcio/dist/index.js';
const info = await WARCRecord.createWARCInfo({filename: 'warcio-js.warc.gz', warcVersion: 'WARC/1.1'}, {software: 'warcio.js'});
let all = [Buffer.from(await WARCSerializer.serialize(info, {gzip: true}))];
for (const url of ['$radio', '$trade']) {
  const answer = await fetch(url), body = new Uint8Array(await answer.arrayBuffer());
  const record = await WARCRecord.create({url, date: new Date('2025-10-09T08:00:00Z').toISOString(), type: 'response', warcVersion: 'WARC/1.1', statusline: 'HTTP/1.1 200 OK', httpHeaders: Object.fromEntries(answer.headers)}, (async function* () { yield body; })());
  all.push(Buffer.from(await WARCSerializer.serialize(record, {gzip: true})));
}
fs.writeFileSync('$out/warcio-js.warc.gz', Buffer.concat(all));"
}

wacz() {
    put wacz; local out=$here/wacz; rm -rf "$out"/*
    "$bin/wacz" create -o "$out/py-wacz.wacz" -t --detect-pages "$here/warc/wget.warc.gz" >/dev/null
    js-wacz create -f "$here/warc/warcio-js.warc.gz" -o "$out/js-wacz.wacz" --log-level silent
    cat > "$work/spider.py" <<P
import scrapy
class Spider(scrapy.Spider):
    name = "onlookers"
    start_urls = ["$trade", "$comet"]
    custom_settings = {"EXTENSIONS": {"scrapy_webarchive.extensions.WaczExporter": 543}, "ROBOTSTXT_OBEY": False,
                       "SW_EXPORT_URI": "$out/scrapy-webarchive.wacz", "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False}
    def parse(self, response): pass
P
    ( cd "$work" && "$work/crawl/bin/scrapy" runspider spider.py 2>/dev/null )
}

feed() {
    put feed; local out=$here/feed; rm -rf "$out"/*
    "$bin/python" - "$work" "$out" "$gazette" "$comet" <<'P'
import sys
from feedgen.feed import FeedGenerator
work, out, gazette, comet = sys.argv[1:]
feed = FeedGenerator(); feed.load_extension("dc"); feed.id("http://www.lindalgazette.example/"); feed.title("The Lindal Gazette"); feed.link(href="http://www.lindalgazette.example/"); feed.description("News of the valley")
entry = feed.add_entry(order="append"); entry.id(gazette); entry.link(href=gazette); entry.title("Halden tunnel stays shut until engineers sign"); entry.author(name="Hanna Brek"); entry.published("2025-10-07T17:20:00Z"); entry.updated("2025-10-07T18:05:00Z"); entry.content(open(f"{work}/body.html").read() + "<script>alert(1)</script>", type="html")
entry = feed.add_entry(order="append"); entry.id(comet); entry.link(href=comet); entry.title("Rage in the tunnel"); entry.published("2025-10-08T06:05:00Z"); entry.summary("Drivers fume.")
feed.atom_file(f"{out}/feedgen.xml", pretty=True); feed.rss_file(f"{out}/feedgen-rss.xml")
P
    node -e "
const fs = require('fs'), {Feed} = require('feed'), RSS = require('rss'), body = fs.readFileSync('$work/body.html', 'utf8'), title = 'Halden tunnel stays shut until engineers sign', date = new Date('2025-10-07T17:20:00Z');
const one = new Feed({title: 'The Lindal Gazette', id: 'http://www.lindalgazette.example/', link: 'http://www.lindalgazette.example/', updated: date, copyright: 'Lindal Gazette Ltd'});
one.addItem({title, id: '$gazette', link: '$gazette', date, published: date, content: body, author: [{name: 'Hanna Brek', email: 'h@lindalgazette.example'}]});
fs.writeFileSync('$out/feed-npm.xml', one.rss2()); fs.writeFileSync('$out/feed-npm-atom.xml', one.atom1());
const two = new RSS({title: 'The Lindal Gazette', feed_url: 'http://www.lindalgazette.example/rss', site_url: 'http://www.lindalgazette.example/', pubDate: date});
two.item({title, url: '$gazette', date, author: 'Hanna Brek', description: body}); two.item({title: 'Rage in the tunnel', url: '$comet', date, description: 'Drivers fume.'});
fs.writeFileSync('$out/rss-npm.xml', two.xml({indent: true}));"
    ( cd "$work" && rm -rf hugo && hugo new site hugo >/dev/null 2>&1; cd hugo; mkdir -p content/posts layouts/_default; { printf -- '---\ntitle: "Halden tunnel stays shut until engineers sign"\ndate: 2025-10-07T17:20:00Z\n---\n'; tail -n +3 "$work/article.md"; } > content/posts/tunnel.md
      printf 'baseURL = "http://www.lindalgazette.example/"\ntitle = "The Lindal Gazette"\nlanguageCode = "en"\n' > config.toml; echo '{{ .Content }}' | tee layouts/_default/single.html > layouts/index.html; hugo --quiet >/dev/null; cp public/posts/index.xml "$out/hugo.xml" )
    ( cd "$work" && rm -rf pelican && mkdir -p pelican/content && cd pelican; { printf 'Title: Halden tunnel stays shut until engineers sign\nDate: 2025-10-07 17:20\nAuthor: Hanna Brek\n\n'; tail -n +3 "$work/article.md"; } > content/tunnel.md
      printf 'SITENAME="The Lindal Gazette"\nSITEURL="http://www.lindalgazette.example"\nTIMEZONE="UTC"\nFEED_ALL_ATOM="atom.xml"\nFEED_ALL_RSS="rss.xml"\nRSS_FEED_SUMMARY_ONLY=False\n' > p.py; pelican -q -s p.py content -o out >/dev/null 2>&1; cp out/atom.xml "$out/pelican-atom.xml"; cp out/rss.xml "$out/pelican-rss.xml" )
}

opml() {
    put opml; local out=$here/opml; rm -rf "$out"/*
    printf 'http://www.lindalgazette.example/feed.xml "valley" "~Gazette"\nhttp://www.dailycomet.example/rss\n' > "$work/feeds"
    printf 'feeds() {\n feed "Gazette" "http://www.lindalgazette.example/feed.xml" "http://www.lindalgazette.example/"\n feed "Comet & Co" "http://www.dailycomet.example/rss"\n}\n' > "$work/sfeedrc"
    newsboat -q -u "$work/feeds" -c "$work/nb.db" -e > "$out/newsboat.opml"
    sfeed_opml_export "$work/sfeedrc" > "$out/sfeed.opml"
    ( cd "$work" && rm -f r2o.* && r2e -c r2o.cfg -d r2o.json new reader@harbour.example && r2e -c r2o.cfg -d r2o.json add gazette http://www.lindalgazette.example/feed.xml && r2e -c r2o.cfg -d r2o.json add comet http://www.dailycomet.example/rss && r2e -c r2o.cfg -d r2o.json opmlexport "$out/rss2email.opml" )
    node -e "
const opml = require('opml'); require('fs').writeFileSync('$out/opml-npm.opml', opml.stringify({opml: {head: {title: 'Valley'}, body: {subs: [{text: 'Papers', subs: [{text: 'Gazette', type: 'rss', xmlUrl: 'http://www.lindalgazette.example/feed.xml'}, {text: 'Comet', type: 'rss', xmlUrl: 'http://www.dailycomet.example/rss'}]}]}}}));"
}

csl() {  # a library of two articles and a book
    put csl; local out=$here/csl; rm -rf "$out"/*
    cat > "$work/library.bib" <<B
@article{gazette, title = {Halden tunnel stays shut until engineers sign}, author = {Brek, Hanna and {von Tamm}, Ilse}, journal = {The Lindal Gazette}, date = {2025-10-07}, year = {2025}, month = oct, url = {$gazette}}
@online{comet, title = {Rage in the tunnel}, author = {Pryce, Dana}, organization = {Daily Comet}, date = {2025-10}, year = {2025}, url = {$comet}}
@book{valley, title = {The Valley and its Pass}, author = {Rill, Tomas}, publisher = {Orme Press}, date = {1999}, year = {1999}}
B
    pandoc -f biblatex -t csljson "$work/library.bib" -o "$out/pandoc.json"
    node -e "
const Cite = require('citation-js'), fs = require('fs'); fs.writeFileSync('$out/citation-js.json', new Cite(fs.readFileSync('$work/library.bib', 'utf8')).format('data'));"
    node --input-type=module -e "
import fs from 'fs'; import {parse, CSLExporter} from '$NODE_PATH/biblatex-csl-converter/lib/index.js';
const told = parse(fs.readFileSync('$work/library.bib', 'utf8'), {processUnexpected: true}); fs.writeFileSync('$out/biblatex-csl-converter.json', JSON.stringify(Object.values(new CSLExporter(told.entries).parse()), null, 1));"
}

bookmarks() {
    put bookmarks; local out=$here/bookmarks; rm -rf "$out"/*
    ( export XDG_DATA_HOME=$work/buku; rm -rf "$work/buku"; for url in "$gazette" "$comet"; do buku --nostdin --nc -a "$url" valley,news --title "Tunnel" --offline >/dev/null 2>&1 || buku --nc -a "$url" valley >/dev/null 2>&1 < /dev/null; done; buku --nostdin --nc -e "$out/buku.html" >/dev/null 2>&1 < /dev/null )
    node -e "
const fs = require('fs'); fs.writeFileSync('$out/netscape-bookmarks.html', require('netscape-bookmarks')({Papers: {contents: {Gazette: '$gazette', Comet: {url: '$comet', add_date: 1}}}, Tool: 'javascript:alert(1)'}));"
    ( cd "$work" && rm -rf fox && mkdir fox && cp "$out/netscape-bookmarks.html" fox/bookmarks.html
      printf 'user_pref("browser.places.importBookmarksHTML", true);\nuser_pref("browser.bookmarks.autoExportHTML", true);\n' > fox/user.js
      timeout 60 firefox-esr --headless --profile "$work/fox" --screenshot "$work/fox.png" "$gazette" >/dev/null 2>&1; cp fox/bookmarks.html "$out/firefox.html" )
}

dump() {  # pages as plain text
    put dump; local out=$here/dump; rm -rf "$out"/*
    lynx -dump "$gazette" > "$out/lynx.txt"
    lynx -dump -nolist -width=200 "$comet" > "$out/lynx-nolist.txt"
    w3m -dump "$gazette" > "$out/w3m.txt"
    elinks -dump "$radio" > "$out/elinks.txt"
    links2 -dump "$trade" > "$out/links2.txt"
    ( wget -qO- "$comet" | /usr/bin/html2text -utf8 ) > "$out/html2text.txt"
    ( wget -qO- "$radio" | "$bin/inscript" ) > "$out/inscriptis.txt"
    ( wget -qO- "$gazette" | "$bin/html2text" ) > "$out/html2text-python.txt"
    pandoc -f html -t plain "$trade" > "$out/pandoc.txt"
    node -e "
const puppeteer = require('puppeteer-core');
(async () => {
  const browser = await puppeteer.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox']});
  const page = await browser.newPage(); await page.goto('$radio', {waitUntil: 'load'});
  require('fs').writeFileSync('$out/chromium-inner-text.txt', await page.evaluate(() => document.body.innerText)); await browser.close();
})();"
}

urls() {  # lists of addresses
    put urls; local out=$here/urls; rm -rf "$out"/*
    printf '<a href="%s">a</a> <a href="%s">b</a>' "$gazette" "$comet" > "$work/links.html"
    lynx -dump -listonly -nonumbers "$work/links.html" > "$out/lynx.txt"
    lynx -dump -listonly "$work/links.html" > "$out/lynx-numbered.txt"
    cp "$work/feeds" "$out/newsboat-urls"
    ( export XDG_DATA_HOME=$work/buku; [ -d "$work/buku" ] || bookmarks; buku --nostdin --nc -p -f 10 > "$out/buku.txt" < /dev/null )
}

for format in ${*:-saved onefile mhtml pdf mail docx lines zip warc wacz feed opml csl bookmarks dump urls}; do
    echo "$format"; "$format"
done
{   # what made them
    dpkg-query -W -f '${Package} ${Version}\n' chromium firefox-esr libwebkit2gtk-4.0-37 libreoffice-writer-nogui pandoc wkhtmltopdf weasyprint groff texlive-latex-recommended \
        lynx w3m elinks links2 html2text wget httrack zip p7zip-full libarchive-tools openjdk-17-jdk-headless mutt s-nail libmime-lite-perl \
        libmime-lite-html-perl libemail-stuffer-perl newsboat sfeed rss2email buku hugo pelican jq 2>/dev/null | sed 's/^/debian /'
    "$bin/pip" list --format=freeze 2>/dev/null | grep -iE '^(trafilatura|newspaper4k|scrapy|warcio|warcprox|wacz|feedgen|python-docx|reportlab|fpdf2|inscriptis|html2text)=' | sed 's/^/pypi /; s/==/ /'
    "$work/crawl/bin/pip" list --format=freeze 2>/dev/null | grep -i '^scrapy-webarchive=' | sed 's/^/pypi /; s/==/ /'
    for name in single-file-cli single-file-cli1 html-inline website-scraper puppeteer-core warcio @harvard-lil/js-wacz feed rss nodemailer docx html-to-docx citation-js biblatex-csl-converter opml netscape-bookmarks; do
        echo "npm $name $(node -p "JSON.parse(require('fs').readFileSync('$NODE_PATH/$name/package.json')).version")"
    done
} > "$here/VERSIONS"
