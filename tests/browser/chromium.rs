//! A headless Chromium, driven over its DevTools protocol.

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tempfile::TempDir;
use tungstenite::{Message, WebSocket, stream::MaybeTlsStream};

/// How long anything may take before the test is given up, in milliseconds of the page's clock.
const PATIENCE: u64 = 20_000;

/// One page in a browser of its own.
pub struct Chromium {
    process: Child,
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    session: Option<String>,
    sent: u64,
    /// What the page complained about: errors, warnings, refused scripts.
    pub complaints: Vec<String>,
    /// The addresses the page asked for.
    pub requests: Vec<String>,
    _profile: TempDir,
}

impl Chromium {
    /// Starts a browser; where there is none, says so and returns `None`, unless one is required.
    pub fn start() -> Option<Self> {
        let Some(program) = program() else {
            skipped("no Chromium found; install it or name it with CHROMIUM=/path/to/chromium");
            return None;
        };
        let profile = TempDir::new().unwrap();
        let mut process = Command::new(program)
            .args(["--headless=new", "--remote-debugging-port=0", "--no-first-run", "--disable-gpu"])
            // Test machines are containers of one user, in which its sandbox cannot be set up.
            .args(["--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=en-GB"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let listening = lines.find_map(|line| Some(line.ok()?.split_once("listening on ")?.1.to_owned()));
        let address = listening.expect("Chromium says where it listens");
        // It goes on to write there, and must find a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let (socket, _) = tungstenite::connect(address).unwrap();
        if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
            stream.set_read_timeout(Some(Duration::from_millis(3 * PATIENCE))).unwrap();
        }
        let (complaints, requests) = (Vec::new(), Vec::new());
        let mut chromium =
            Self { process, socket, session: None, sent: 0, complaints, requests, _profile: profile };
        let target =
            chromium.call("Target.createTarget", json!({ "url": "about:blank" }))["targetId"].clone();
        let attached = chromium.call("Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        chromium.session = Some(attached["sessionId"].as_str().unwrap().to_owned());
        for domain in ["Page", "Runtime", "Log", "Network"] {
            chromium.call(&format!("{domain}.enable"), json!({}));
        }
        chromium.size(1280, 900);
        Some(chromium)
    }

    /// Sends a command and returns its result.
    #[track_caller]
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.sent += 1;
        let mut command = json!({ "id": self.sent, "method": method, "params": params });
        if let Some(session) = &self.session {
            command["sessionId"] = json!(session);
        }
        self.socket.send(Message::text(command.to_string())).unwrap();
        loop {
            let mut message = self.next_message();
            if message["id"] == self.sent {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].take();
            }
        }
    }

    #[track_caller]
    fn next_message(&mut self) -> Value {
        loop {
            if let Message::Text(text) = self.socket.read().expect("Chromium answers") {
                let message: Value = serde_json::from_str(&text).unwrap();
                self.listen(&message);
                return message;
            }
        }
    }

    fn listen(&mut self, message: &Value) {
        let params = &message["params"];
        match message["method"].as_str() {
            Some("Runtime.exceptionThrown") => self.complaints.push(params["exceptionDetails"].to_string()),
            Some("Runtime.consoleAPICalled") => self.complaints.push(params["args"].to_string()),
            Some("Log.entryAdded") => self.complaints.push(params["entry"].to_string()),
            Some("Network.requestWillBeSent") => {
                self.requests.push(params["request"]["url"].as_str().unwrap().to_owned());
            }
            _ => {}
        }
    }

    /// Opens a file and waits until it is loaded.
    pub fn open(&mut self, path: &Path) {
        self.open_at(path, "");
    }

    /// The same, at an address inside it, such as `#cluster-1`.
    pub fn open_at(&mut self, path: &Path, place: &str) {
        self.call("Page.navigate", json!({ "url": format!("file://{}{place}", path.display()) }));
        while self.next_message()["method"] != "Page.loadEventFired" {}
    }

    /// The value of a JavaScript expression; promises are waited for.
    #[track_caller]
    pub fn value(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut result = self.call("Runtime.evaluate", params);
        assert!(result["exceptionDetails"].is_null(), "{expression}: {}", result["exceptionDetails"]);
        result["result"]["value"].take()
    }

    /// The text that an expression has.
    #[track_caller]
    pub fn text(&mut self, expression: &str) -> String {
        self.value(expression).as_str().unwrap_or_else(|| panic!("{expression} is no text")).to_owned()
    }

    /// Waits until an expression is true.
    #[track_caller]
    pub fn until(&mut self, condition: &str) {
        let wait = format!(
            "new Promise((resolve) => {{
                const end = performance.now() + {PATIENCE};
                const look = () => {{
                    if ({condition}) resolve(true);
                    else if (performance.now() > end) resolve(false);
                    else setTimeout(look, 10);
                }};
                look();
            }})"
        );
        assert_eq!(self.value(&wait), true, "never came true: {condition}");
    }

    /// The middle of the first of the boxes of what a selector finds, scrolled into view.
    #[track_caller]
    fn place(&mut self, selector: &str) -> (f64, f64) {
        let found = self.value(&format!(
            "(() => {{
                const found = document.querySelector({});
                if (!found) return null;
                found.scrollIntoView({{ block: 'center', behavior: 'instant' }});
                const box = found.getClientRects()[0];
                return [box.x + box.width / 2, box.y + box.height / 2];
            }})()",
            json!(selector)
        ));
        match (found[0].as_f64(), found[1].as_f64()) {
            (Some(x), Some(y)) => (x, y),
            _ => panic!("nothing is {selector}"),
        }
    }

    #[track_caller]
    pub fn hover(&mut self, selector: &str) {
        let (x, y) = self.place(selector);
        self.call("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y }));
    }

    #[track_caller]
    pub fn click(&mut self, selector: &str) {
        let (x, y) = self.place(selector);
        self.call("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y }));
        for kind in ["mousePressed", "mouseReleased"] {
            let params = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", params);
        }
    }

    /// Presses a key: `Tab`, `Enter`, `ArrowDown`.
    pub fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "ArrowDown" => (40, ""),
            _ => panic!("no code is known of {key}"),
        };
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        for kind in [kind, "keyUp"] {
            let params =
                json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text });
            self.call("Input.dispatchKeyEvent", params);
        }
    }

    /// Types into what has the focus.
    pub fn write(&mut self, text: &str) {
        self.call("Input.insertText", json!({ "text": text }));
    }

    pub fn size(&mut self, width: u32, height: u32) {
        let params = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", params);
    }

    /// What stands out of the window, where the page is wider than it.
    pub fn too_wide(&mut self) -> Vec<String> {
        let wide = "document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
            .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth)
            .map((e) => `${e.localName}#${e.id}.${e.getAttribute('class')} ${e.textContent.slice(0, 20)}`)";
        serde_json::from_value(self.value(wide)).unwrap()
    }

    /// Emulates what the system prefers: `("prefers-color-scheme", "dark")`.
    pub fn prefer(&mut self, feature: &str, value: &str) {
        let features = json!([{ "name": feature, "value": value }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Saves what is to be seen, where SAMECOPY_SCREENSHOTS names a directory: for people to look at.
    pub fn shoot(&mut self, name: &str) {
        let Some(folder) = env::var_os("SAMECOPY_SCREENSHOTS") else { return };
        let image = self.call("Page.captureScreenshot", json!({ "format": "png" }));
        let png = STANDARD.decode(image["data"].as_str().unwrap()).unwrap();
        fs::write(Path::new(&folder).join(format!("{name}.png")), png).unwrap();
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Says that a test was not run, where the harness does not hide it; fails where that is not allowed.
pub fn skipped(why: &str) {
    assert!(env::var_os("SAMECOPY_REQUIRE_BROWSER").is_none(), "{why}");
    io::stderr().write_all(format!("SKIPPED: {why}\n").as_bytes()).unwrap();
}

fn program() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        return Some(named.into());
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let paths = env::var_os("PATH")?;
    let all = env::split_paths(&paths).flat_map(|folder| names.map(|name| folder.join(name)));
    all.into_iter().find(|path| path.is_file())
}
