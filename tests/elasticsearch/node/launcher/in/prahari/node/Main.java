package in.prahari.node;

import java.nio.file.Path;
import java.util.Map;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Starts one Elasticsearch node from the server's own classes: {@code Main HOME DATA PORT}. Ends with the
 * process that started it, which holds the other end of its standard input.
 */
public final class Main {
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        LogConfigurator.configureESLogging();
        Settings settings = Settings.builder()
            .put("path.home", home)
            .put("path.data", arguments[1])
            .put("path.logs", Path.of(arguments[1]).resolve("logs"))
            .put("cluster.name", "prahari-test")
            .put("node.name", "prahari-test")
            .put("network.host", "127.0.0.1")
            .put("http.port", arguments[2])
            .put("transport.port", "0")
            .put("discovery.type", "single-node")
            .put("node.processors", 1)
            // A small heap shared with the test machine's other work: the parent breaker would trip on it.
            .put("indices.breaker.total.use_real_memory", false)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("action.destructive_requires_name", true)
            .build();
        Environment environment = new Environment(settings, home.resolve("config"));
        LogConfigurator.configure(environment, true);
        PluginsLoader loader = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir(), false),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir(), false),
            Map.of()
        );
        Node node = new Node(environment, loader);
        node.start();
        System.out.println("started");
        while (System.in.read() >= 0) {
            // until the other end is closed
        }
        node.close();
        node.awaitClose(20, java.util.concurrent.TimeUnit.SECONDS);
        System.exit(0);
    }
}
