package dev.usher.web.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Who a remote address is, for limits. */
public final class ClientNetwork {

    /** The half of an IPv6 address that a provider gives to one customer, who then has 2^64 addresses to choose from. */
    private static final int CUSTOMER = 8;

    private ClientNetwork() {}

    /** @return the address itself, or the /64 network of an IPv6 address */
    public static String of(String remoteAddress) {
        String address = remoteAddress.split("%", 2)[0]; // the rest names a network interface of ours
        try {
            // Of a literal, so that no text of a caller becomes a question to a name server.
            InetAddress literal = InetAddress.ofLiteral(address);
            return literal instanceof Inet6Address ? network(literal) : literal.getHostAddress();
        } catch (IllegalArgumentException _) {
            return address;
        }
    }

    private static String network(InetAddress address) {
        return HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(address.getAddress(), CUSTOMER)) + "/64";
    }
}
