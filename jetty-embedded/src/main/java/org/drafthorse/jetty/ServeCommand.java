package org.drafthorse.jetty;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.drafthorse.Deflate;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.Nullable;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the command line, and what they start. */
@Command(
    name = "drafthorse",
    description = "Serves the WebSocket resources /echo, /chat and /broadcast, and a page at /.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    versionProvider = ServeCommand.Version.class)
final class ServeCommand implements Callable<Integer> {

  private static final String JAVASCRIPT = "text/javascript;charset=utf-8";

  /** What a service manager and a person at a terminal both put up with. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Name or address to listen on, 0.0.0.0 for all. Default: ${DEFAULT-VALUE}")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "12345",
      description = "TCP port; 0 takes any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(names = "--draft-00", description = "Also let in clients of protocol version 00.")
  private boolean draft00;

  @Option(
      names = "--max-clients",
      paramLabel = "COUNT",
      defaultValue = "10000",
      description = "More get 503. Default: ${DEFAULT-VALUE}")
  private int maxClients;

  @Option(
      names = "--max-frame-size",
      paramLabel = "BYTES",
      defaultValue = "16m",
      converter = Converters.Size.class,
      description =
          "A longer frame closes its sender with 1009. A number, perhaps with k or m behind it."
              + " Default: ${DEFAULT-VALUE}")
  private int maxFrameSize;

  @Option(
      names = "--max-message-size",
      paramLabel = "BYTES",
      defaultValue = "16m",
      converter = Converters.Size.class,
      description = "The same for a whole message. Default: ${DEFAULT-VALUE}")
  private int maxMessageSize;

  @Option(
      names = "--head-timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Converters.Time.class,
      description =
          "A request whose head, with TLS's handshake, takes longer is cut. Default: ${DEFAULT-VALUE}")
  private Duration headTimeout = Duration.ZERO;

  @Option(
      names = "--backlog",
      paramLabel = "COUNT",
      defaultValue = "1024",
      description = "Connections that may wait to be accepted. Default: ${DEFAULT-VALUE}")
  private int backlog;

  @Option(
      names = "--origin",
      paramLabel = "PREFIX",
      description = {
        "Lets in pages from this origin, such as https://example.com, on any port unless it names"
            + " one. Repeatable; replaces the default. 'any' lets in all pages of the web.",
        "Default: the same host, http://localhost and http://127.0.0.1 on any port, and requests"
            + " without an origin."
      })
  private List<String> origins = new ArrayList<>();

  @Option(
      names = "--trusted-proxy",
      paramLabel = "ADDRESS",
      split = ",",
      description =
          "Believe the Forwarded and X-Forwarded-* headers of requests from this IP address or"
              + " range, such as 10.0.0.0/8. Repeatable, or a list with commas. Default: none.")
  private List<String> trustedProxies = new ArrayList<>();

  @Option(
      names = "--listener",
      paramLabel = "direct|executor",
      defaultValue = "direct",
      converter = Converters.Listener.class,
      description =
          "Where /echo and /broadcast run: on the I/O thread, or, as /chat does, on a pool. Default:"
              + " ${DEFAULT-VALUE}")
  private ListenerMode listener = ListenerMode.DIRECT;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description = "Serve https and wss with the key in this keystore (PKCS 12 or JKS).")
  private @Nullable Path keystore;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "The keystore's password is the first line of this file.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--http2",
      description = "Speak HTTP/2 as well: by TLS, or in the clear with prior knowledge.")
  private boolean http2;

  @Option(
      names = "--deflate",
      description = "Compress messages for clients that offer permessage-deflate.")
  private boolean deflate;

  @Option(
      names = "--deflate-context-takeover",
      description = "The same, and let messages refer back to earlier ones of their connection.")
  private boolean deflateContextTakeover;

  @Override
  public Integer call() throws IOException, InterruptedException {
    WebSocketServer server = server();
    // Before the start: a signal may come while it is under way.
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "drafthorse-stop"));
    server.start();
    PrintWriter out = commandLine().getOut();
    String scheme = keystore == null ? "http" : "https";
    out.println(
        "Drafthorse serves "
            + scheme
            + server.uri().toString().substring(server.uri().getScheme().length())
            + " (WebSocket resources /echo, /chat, /broadcast)");
    out.flush();
    server.join();
    return 0;
  }

  private WebSocketServer server() throws IOException {
    WebSocketServer.Builder builder = WebSocketServer.builder();
    Limits.Builder limits = Limits.builder();
    checked("--port", () -> builder.port(port));
    checked("--max-clients", () -> builder.maxClients(maxClients));
    checked("--max-clients", () -> limits.maxClients(maxClients));
    checked("--max-frame-size", () -> limits.maxFrameSize(maxFrameSize));
    checked("--max-message-size", () -> limits.maxMessageSize(maxMessageSize));
    checked("--head-timeout", () -> builder.headTimeout(headTimeout));
    checked("--backlog", () -> builder.backlog(backlog));
    checked("--trusted-proxy", () -> builder.trustedProxies(trustedProxies.toArray(new String[0])));
    OriginPolicy policy = checked("--origin", this::originPolicy);
    ResourceOptions.Builder options =
        ResourceOptions.builder().limits(limits.build()).origins(policy).deflate(deflate());
    if (keystore != null) {
      builder.tls(keystore, PasswordFile.read(passwordFile(keystore)));
    } else if (passwordFile != null) {
      throw wrong("--tls-password-file: there is no --tls-keystore that it is for");
    }
    return builder
        .host(host)
        .versions(versions())
        .http2(http2)
        .stopPatience(STOP_PATIENCE)
        .pages(pages())
        .resource("/chat", new ChatResource(), options.build())
        .resource("/echo", new EchoResource(), options.listenerMode(listener).build())
        .resource("/broadcast", new BroadcastResource(), options.build())
        .build();
  }

  private @Nullable Deflate deflate() {
    if (deflateContextTakeover) {
      return Deflate.defaults().withContextTakeover();
    }
    return deflate ? Deflate.defaults() : null;
  }

  private Path passwordFile(Path forKeystore) {
    Path file = passwordFile;
    if (file == null) {
      throw wrong("--tls-keystore: the password of " + forKeystore + " needs --tls-password-file");
    }
    return file;
  }

  private Set<ProtocolVersion> versions() {
    return draft00 ? EnumSet.allOf(ProtocolVersion.class) : ProtocolVersion.defaults();
  }

  private OriginPolicy originPolicy() {
    if (origins.isEmpty()) {
      return OriginPolicy.or(
          OriginPolicy.sameHost(), OriginPolicy.prefix("http://localhost", "http://127.0.0.1"));
    }
    List<String> prefixes = new ArrayList<>(origins);
    boolean any = prefixes.removeIf("any"::equals);
    OriginPolicy named =
        prefixes.isEmpty()
            ? OriginPolicy.any()
            : OriginPolicy.prefix(prefixes.toArray(new String[0]));
    return any ? OriginPolicy.any() : named;
  }

  private static Map<String, StaticPage> pages() {
    return Map.of(
        "/", StaticPage.ofResource("index.html", "text/html;charset=utf-8"),
        "/app.css", StaticPage.ofResource("app.css", "text/css;charset=utf-8"),
        "/app.js", StaticPage.ofResource("app.js", JAVASCRIPT),
        "/link.js", StaticPage.ofResource("link.js", JAVASCRIPT));
  }

  private <T> T checked(String option, Callable<T> use) {
    try {
      return use.call();
    } catch (Exception e) {
      throw new ParameterException(commandLine(), option + ": " + e.getMessage(), e);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(commandLine(), message);
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("not run by a command line");
    }
    return spec.commandLine();
  }

  /** Reads the version that the build wrote down. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      return new String[] {"drafthorse " + BuildInfo.version()};
    }
  }
}
