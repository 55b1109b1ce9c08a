package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(120)
class CommandLineTest {

  @Nested
  class InAProcessOfItsOwn {

    @Test
    void servesAndSaysWhyItRefusesAndTellsClientsWhenItIsTerminated() throws Exception {
      try (ServerProcess server = ServerProcess.run("--port", "0", "--draft-00")) {
        URI uri = server.ready();
        refused(server, uri, 403, "/echo", "13", "Origin: http://localhost.evil.example");
        refused(server, uri, 404, "/nothing", "13");
        refused(server, uri, 426, "/echo", "14");
        refused(server, uri, 403, "/chat", "8", "Sec-WebSocket-Origin: http://evil.example");
        pagesAreServed(URI.create(uri.toString().replaceFirst("^ws", "http")));
        assertThat(server.err.next())
            .matches(".* INFO refused a request from 127\\.0\\.0\\.1:\\d+: 400 Ambiguous URI .+");

        TestClient echo = TestClient.connect(uri.resolve("/echo"));
        TestClient chat = TestClient.connect(uri.resolve("/chat?name=ann"));
        echo.send("hello");
        assertThat(echo.next()).isEqualTo("hello");
        assertThat(chat.next()).isEqualTo("* ann joined");
        draft00Echoes(uri);

        server.terminate();
        assertThat(echo.next()).isEqualTo("closed 1001");
        assertThat(chat.next()).isEqualTo("closed 1001");
        assertThat(server.exitStatus()).isEqualTo(128 + 15);
        assertThat(server.out.rest()).isEmpty();
        assertThat(server.err.rest()).isEmpty();
      }
    }

    @Test
    void believesTheProxiesThatAreNamed() throws Exception {
      String proxies = "--trusted-proxy=192.0.2.1,127.0.0.0/8";
      try (ServerProcess server = ServerProcess.run("--port=0", proxies)) {
        String request = RawClient.upgrade("/nothing", "13", "X-Forwarded-For: 203.0.113.9");
        assertThat(RawClient.statusOf(server.ready(), request)).startsWith("HTTP/1.1 404 ");
        server.terminate();
        assertThat(server.exitStatus()).isEqualTo(128 + 15);
        assertThat(String.join("\n", server.err.rest()))
            .containsPattern(
                "refused /nothing from 203\\.0\\.113\\.9 behind 127\\.0\\.0\\.1:\\d+: 404");
      }
    }

    @Test
    void servesOverTls() throws Exception {
      try (ServerProcess server =
          ServerProcess.run(
              "--port=0",
              "--listener=executor",
              "--max-message-size=1k",
              "--tls-keystore=" + TestKeys.store(),
              "--tls-password-file=" + TestKeys.passwordFile(new String(TestKeys.PASSWORD)))) {
        URI uri = server.ready();
        assertThat(uri.getScheme()).isEqualTo("wss");
        TestClient client = TestClient.connect(uri.resolve("/broadcast"), TestKeys.trust());
        client.send("secret");
        assertThat(client.next()).isEqualTo("secret");
        client.send("x".repeat(1024));
        assertThat(client.next()).hasSize(1024);
        client.send("x".repeat(1025));
        assertThat(client.next()).isEqualTo("closed 1009");
      }
    }

    @Test
    void compressesWhereItIsToldTo() throws Exception {
      String deflate = "Sec-WebSocket-Extensions: permessage-deflate";
      String alone = "; server_no_context_takeover; client_no_context_takeover";
      assertThat(answerTo(deflate)).doesNotContain("Sec-WebSocket-Extensions");
      assertThat(answerTo(deflate, "--deflate")).contains(deflate + alone + "\r\n");
      assertThat(answerTo(deflate, "--deflate-context-takeover")).contains(deflate + "\r\n");
    }

    private static String answerTo(String header, String... options) throws Exception {
      String[] all = Arrays.copyOf(options, options.length + 1);
      all[options.length] = "--port=0";
      try (ServerProcess server = ServerProcess.run(all);
          RawClient client = new RawClient(server.ready())) {
        client.send(RawClient.upgrade("/echo", "13", header));
        return client.head();
      }
    }

    @Test
    void cutsSlowHeadsAndSaysSo() throws Exception {
      try (ServerProcess server = ServerProcess.run("--port=0", "--head-timeout=500ms");
          RawClient client = new RawClient(server.ready())) {
        client.send("GET / HTTP/1.1\r\n");
        assertThat(client.rest()).isEmpty();
        assertThat(server.err.next()).contains(" INFO cut: ", "more than 500 ms: 1");
      }
    }

    @Test
    void aPortInUseIsOneLineAndTheEnd() throws Exception {
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          ServerProcess server = ServerProcess.run("--port", "" + taken.getLocalPort())) {
        assertThat(server.exitStatus()).isEqualTo(1);
        assertThat(server.out.rest()).isEmpty();
        assertThat(server.err.rest())
            .containsExactly(
                "drafthorse: cannot listen on 127.0.0.1:"
                    + taken.getLocalPort()
                    + ": Address already in use");
      }
    }

    @Test
    void aWrongOptionIsOneLineAndTheEnd() throws Exception {
      try (ServerProcess server = ServerProcess.run("--no-such-option")) {
        assertThat(server.exitStatus()).isEqualTo(2);
        assertThat(server.out.rest()).isEmpty();
        assertThat(server.err.rest())
            .containsExactly("drafthorse: Unknown option: '--no-such-option'");
      }
    }

    private void refused(
        ServerProcess server, URI uri, int status, String path, String version, String... lines)
        throws Exception {
      assertThat(RawClient.statusOf(uri, RawClient.upgrade(path, version, lines)))
          .startsWith("HTTP/1.1 " + status + " ");
      assertThat(server.err.next())
          .matches(
              "\\d{4}-\\d\\d-\\d\\d [\\d:.]+ INFO refused "
                  + path
                  + " from 127\\.0\\.0\\.1:\\d+: "
                  + status
                  + " .+");
    }

    private void draft00Echoes(URI uri) throws Exception {
      try (RawClient old = RawClient.draft00(uri, "/echo", "\0hello\u00ff")) {
        assertThat(old.read(7)).isEqualTo("\0hello\u00ff");
      }
    }

    private void pagesAreServed(URI http) throws Exception {
      HttpResponse<String> page = get(http);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
      assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(page.headers().firstValue("Server")).isEmpty();
      assertThat(page.body()).contains("href=\"app.css\"", "src=\"app.js\"");
      assertThat(get(http.resolve("app.js")).body()).startsWith("'use strict'");
      assertThat(get(http.resolve("link.js")).body()).startsWith("'use strict'");
      assertThat(get(http.resolve("app.css")).statusCode()).isEqualTo(200);
      assertThat(get(http.resolve("index.html")).statusCode()).isEqualTo(404);
      assertThat(get(http.resolve("echo")).statusCode()).isEqualTo(426);
      assertThat(RawClient.statusOf(http, "POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n"))
          .startsWith("HTTP/1.1 405 ");
      assertThat(get(http.resolve("a%2fb")).body()).hasLineCount(1);
    }

    private HttpResponse<String> get(URI uri) throws Exception {
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
  }

  @Nested
  class InThisProcess {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
      CommandLine line = Main.commandLine();
      line.setOut(new PrintWriter(out));
      line.setErr(new PrintWriter(err));
      int status = line.execute(args);
      line.getOut().flush();
      return status;
    }

    @Test
    void helpBreaksLinesAtBlanksAloneAndNoAddress() {
      assertThat(run("--help")).isZero();
      assertThat(out.toString())
          .contains("https://example.com", "http://localhost", "http://127.0.0.1");
      assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void helpNamesEveryOption() {
      assertThat(run("--help")).isZero();
      assertThat(out.toString())
          .contains("--host", "--port", "--draft-00", "--max-clients", "--max-frame-size")
          .contains(
              "--max-message-size",
              "--head-timeout",
              "--backlog",
              "--origin",
              "--listener",
              "--trusted-proxy")
          .contains("--tls-keystore", "--tls-password-file", "--http2", "--help", "--version")
          .contains("perhaps with k or m behind it", "Default: 16m");
      assertThat(err.toString()).isEmpty();
    }

    @Test
    void versionIsTheBuilds() {
      assertThat(run("--version")).isZero();
      assertThat(out.toString()).matches("drafthorse \\d+\\.\\d+\\.\\d+.*\\R");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "--port 65536          | --port: port is 0 to 65535, not 65536",
          "--port -1             | --port: port is 0 to 65535, not -1",
          "--port http           | Invalid value for option '--port': 'http' is not an int",
          "--port                | Missing required parameter for option '--port' (PORT)",
          "--max-clients 0       | --max-clients: maxClients is at least 1, not 0",
          "--max-frame-size 0    | --max-frame-size: maxFrameSize is at least 1, not 0",
          "--max-message-size -5 | --max-message-size: maxMessageSize is at least 1, not -5",
          "--max-message-size 9999999999"
              + " | Invalid value for option '--max-message-size': a whole number below 2 Gi,"
              + " perhaps followed by k or m, not 9999999999",
          "--max-frame-size 4096m"
              + " | Invalid value for option '--max-frame-size': a whole number below 2 Gi,"
              + " perhaps followed by k or m, not 4096m",
          "--backlog 0           | --backlog: backlog is at least 1, not 0",
          "--head-timeout 0       | --head-timeout: headTimeout is more than zero, not PT0S",
          "--head-timeout 10      | Invalid value for option '--head-timeout': a time such as 500ms,"
              + " 30s, 10m or 0, not 10",
          "--listener own        | Invalid value for option '--listener': 'own' is neither direct"
              + " nor executor",
          "--origin any --origin example.com | --origin: not an origin (scheme://host or"
              + " scheme://host:port, no slash behind): example.com",
          "--origin http://a.example/ | --origin: not an origin (scheme://host or"
              + " scheme://host:port, no slash behind): http://a.example/",
          "--trusted-proxy 127.0.0.1,10.0.0.1/8 | --trusted-proxy: has bits set behind the first 8,"
              + " which make the range: 10.0.0.1/8",
          "--trusted-proxy localhost | --trusted-proxy: neither an IP address nor a range of them"
              + " such as 10.0.0.0/8: localhost",
          "--tls-keystore x.p12  | --tls-keystore: the password of x.p12 needs"
              + " --tls-password-file",
          "--tls-password-file x | --tls-password-file: there is no --tls-keystore that it is for",
          "--port 1 --port 2     | option '--port' (PORT) should be specified only once",
          "something             | Unmatched argument at index 0: 'something'"
        })
    void aWrongOptionIsOneLineAndStatus2(String args, String line) {
      assertThat(run(args.split(" "))).isEqualTo(2);
      assertThat(err.toString()).isEqualTo("drafthorse: " + line + System.lineSeparator());
      assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "--host no-such-host.invalid | cannot resolve the host no-such-host.invalid",
          "--tls-keystore no.p12 --tls-password-file no.txt | cannot read the password file no.txt",
          "--tls-keystore no.p12 --tls-password-file pom.xml | cannot read the keystore no.p12",
          "--tls-keystore pom.xml --tls-password-file pom.xml | pom.xml is no keystore"
        })
    void whatCannotBeServedIsOneLineAndStatus1(String args, String line) {
      assertThat(run(args.split(" "))).isEqualTo(1);
      assertThat(err.toString()).isEqualTo("drafthorse: " + line + System.lineSeparator());
      assertThat(out.toString()).isEmpty();
    }

    @Test
    void aWrongPasswordIsOneLineAndStatus1() throws Exception {
      String store = TestKeys.store().toString();
      String password = TestKeys.passwordFile("wrong").toString();
      assertThat(run("--tls-keystore", store, "--tls-password-file", password)).isEqualTo(1);
      assertThat(err.toString())
          .isEqualTo(
              "drafthorse: the password does not open the keystore "
                  + store
                  + System.lineSeparator());
    }
  }
}
