package dev.usher.command.mail;

/** Tells whoever delivers letters that there is one. Apart, since those who write letters also post them. */
final class Bell {

    private volatile Runnable listener = () -> {};

    void wakes(Runnable listener) {
        this.listener = listener;
    }

    void ring() {
        listener.run();
    }
}
