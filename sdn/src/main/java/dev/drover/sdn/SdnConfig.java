package dev.drover.sdn;

import dev.drover.calls.TlsFiles;
import dev.drover.sdn.control.ControllerSettings;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The controller's configuration file.
 *
 * @param openflow where switches are listened for
 * @param api where the HTTP API is
 * @param tls of the API; empty for plain HTTP
 * @param switchTls of OpenFlow; empty for plain TCP
 */
public record SdnConfig(
    InetSocketAddress openflow,
    InetSocketAddress api,
    Optional<TlsFiles> tls,
    Optional<TlsFiles> switchTls,
    ControllerSettings settings) {}
