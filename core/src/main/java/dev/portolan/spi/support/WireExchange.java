package dev.portolan.spi.support;

import dev.portolan.chat.WireListener;
import dev.portolan.chat.WireListener.End;
import dev.portolan.chat.WireListener.Header;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a transport shows one exchange to the {@link WireListener} of the call: takes credentials out of headers and addresses,
 * keeps what a listener throws from the call, and ends each exchange once. A provider on an SDK begins it with {@link
 * CallGuard#exchange} and tells what the SDK lets it see, as JSON in UTF-8 where there are no bytes. Costs nothing when nobody listens.
 */
public final class WireExchange {

    /** Nobody listens. */
    public static final WireExchange NONE = new WireExchange(null);

    private static final Logger LOG = LoggerFactory.getLogger(WireExchange.class);

    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile WireListener.@Nullable Exchange exchange;

    private WireExchange(WireListener.@Nullable Exchange exchange) {
        this.exchange = exchange;
    }

    static WireExchange begin(
            @Nullable WireListener listener, String method, String address, List<Header> headers, byte[] body) {
        if (listener == null) {
            return NONE;
        }
        try {
            return new WireExchange(
                    listener.begin(method, WireSecrets.address(address), WireSecrets.request(headers), body));
        } catch (RuntimeException e) {
            report(e);
            return NONE;
        }
    }

    /**
     * Whether somebody listens, so that showing is worth its cost.
     *
     * @return false when everything that is told here goes nowhere
     */
    public boolean isObserved() {
        return exchange != null;
    }

    /**
     * The answer has begun.
     *
     * @param status the HTTP status, or the code of gRPC
     * @param headers the answer's headers, as they came
     */
    public void answered(int status, List<Header> headers) {
        tell(to -> to.answered(status, WireSecrets.answer(headers)));
    }

    /**
     * A piece of the answer's body has come.
     *
     * @param bytes holds it
     * @param offset where it starts
     * @param length how many bytes it has
     */
    public void received(byte[] bytes, int offset, int length) {
        tell(to -> to.received(bytes, offset, length));
    }

    /**
     * It is over. The second time this does nothing.
     *
     * @param end how
     * @param failure what the transport threw, or {@code null}
     */
    public void ended(End end, @Nullable Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            tell(to -> to.ended(end, failure));
            exchange = null;
        }
    }

    private void tell(Consumer<WireListener.Exchange> what) {
        WireListener.Exchange to = exchange;
        if (to != null) {
            try {
                what.accept(to);
            } catch (RuntimeException e) {
                exchange = null;
                report(e);
            }
        }
    }

    private static void report(RuntimeException e) {
        LOG.warn(
                "A wire listener failed and hears no more of this exchange ({}): the call is not affected",
                e.getClass().getName());
    }
}
