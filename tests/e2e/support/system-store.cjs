// Playwright starts every Electron with a store that everybody can open; this puts the choice back to the system's own.
const { app } = require('electron');

app.commandLine.removeSwitch('password-store');
app.commandLine.appendSwitch('password-store', 'gnome-libsecret');
