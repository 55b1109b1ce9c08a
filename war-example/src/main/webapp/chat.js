'use strict';

const JOINED = /^\* (.+) joined$/;
const HERE = /^\* here: (.*)$/;
const VISITOR = /^(.+) \((\d\d)\)$/;

/** The room; the server tells who is here behind each coming and going. */
function startChat() {
  const log = byId('chat-log');
  const name = byId('chat-name');
  let me = '';
  name.value = localStorage.getItem('name') ?? '';
  const path = () => {
    me = '';
    showVisitors([]);
    return 'chat' + (name.value ? '?name=' + encodeURIComponent(name.value) : '');
  };
  const button = byId('chat-form').querySelector('button');
  const link = new Link(path, byId('chat-state'), button, (line) => {
    const joined = JOINED.exec(line);
    const here = HERE.exec(line);
    if (here) {
      showVisitors(here[1].split(', '), me);
    } else if (line.startsWith('* ')) {
      // The first to join after we connected are we.
      me = me || (joined ? joined[1] : '');
      add(log, 'note', line.slice(2));
    } else {
      // Names hold no colon, so the first one ends the name.
      const colon = line.indexOf(': ');
      add(log, '', strong(line.slice(0, colon)), line.slice(colon));
    }
  });
  onSubmit(byId('chat-form'), byId('chat-line'), (text) => link.send(text));
  byId('name-form').addEventListener('submit', (event) => {
    event.preventDefault();
    localStorage.setItem('name', name.value);
    link.connect();
    byId('chat-line').focus();
  });
}

/** Beyond a hundred the server tells their number only. */
function showVisitors(visitors, me) {
  const rows = visitors.map((each) => VISITOR.exec(each)).filter((each) => each);
  byId('here-count').textContent = rows.length ? `${rows.length}` : visitors.join('');
  byId('here').replaceChildren(...rows.map(([, name, version]) => row(name, version, name === me)));
}

function row(name, version, isMe) {
  const item = document.createElement('li');
  item.className = isMe ? 'me' : '';
  const badge = document.createElement('span');
  badge.className = 'version';
  badge.textContent = 'version ' + version;
  item.append(strong(name), badge);
  return item;
}

/** Counts all connections; made by CDI, so it is not there on a server that has none. */
function startVisitors() {
  const hidden = document.createElement('p');
  const noButton = document.createElement('button');
  return new Link(() => 'visitors', hidden, noButton, (text) => {
    byId('visitors').textContent = `Open connections: ${text}.`;
  });
}

startChat();
startVisitors();
