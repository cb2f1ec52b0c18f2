"""The coffee house's server, against a scripted WeChat and against the emulator's own."""
