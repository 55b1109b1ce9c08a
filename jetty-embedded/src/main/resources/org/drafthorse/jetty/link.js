'use strict';

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;
const MOST_LINES = 500;

/** A WebSocket that comes back by itself; each failure doubles the wait, give or take a half. */
class Link {
  constructor(path, state, button, onText) {
    this.path = path;
    this.state = state;
    this.button = button;
    this.onText = onText;
    this.wait = FIRST_WAIT;
    this.timer = 0;
    addEventListener('online', () => this.connect());
    addEventListener('pageshow', (event) => event.persisted && this.connect());
    this.connect();
  }

  /** Drops what there is and connects now. */
  connect() {
    clearTimeout(this.timer);
    if (this.socket) {
      this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
      this.socket.close();
    }
    this.show('connecting', 'connecting…');
    const url = new URL(this.path(), location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.wait = FIRST_WAIT;
      this.show('open', 'connected');
    };
    socket.onmessage = (event) => this.onText(event.data);
    socket.onclose = (event) => this.retry(event);
    this.socket = socket;
  }

  retry(event) {
    const delay = this.wait * (0.5 + Math.random());
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    const why = event.reason ? `${event.code}, ${event.reason}` : event.code;
    this.show('closed', `closed (${why}), next try in ${(delay / 1000).toFixed(1)} s`);
    this.timer = setTimeout(() => this.connect(), delay);
  }

  /** Whether it went out; if not, the text stays in its field. */
  send(text) {
    if (this.socket.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.socket.send(text);
    return true;
  }

  show(state, words) {
    this.state.dataset.state = state;
    this.state.textContent = words;
    this.button.disabled = state !== 'open';
  }
}

const byId = (id) => document.getElementById(id);

/** Adds a line; strangers wrote it, so it becomes text and never markup. */
function add(log, className, ...parts) {
  const following = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  const line = document.createElement('p');
  line.className = className;
  line.append(...parts);
  log.append(line);
  while (log.childElementCount > MOST_LINES) {
    log.firstElementChild.remove();
  }
  if (following) {
    log.scrollTop = log.scrollHeight;
  }
}

function strong(text) {
  const element = document.createElement('span');
  element.className = 'who';
  element.textContent = text;
  return element;
}

function onSubmit(form, field, action) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (field.value !== '' && action(field.value)) {
      field.value = '';
    }
    field.focus();
  });
}
