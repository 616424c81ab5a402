// SPDX-License-Identifier: Apache-2.0
// The network: one thread carries all connections, a few reckon. The only file that knows Boost.Beast, which takes long
// to compile. Every wait has an end, and whoever is slow waits alone.
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <csignal>
#include <deque>
#include <list>
#include <memory>
#include <thread>

#include "lumbar/doors/http/counters.h"
#include "lumbar/doors/http/problem.h"

namespace lumbar::http {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using net::ip::tcp;
using Failure = boost::system::error_code;

constexpr std::uint32_t largest_head = 16U << 10U;
constexpr std::size_t piece_bytes = std::size_t{64} << 10;
constexpr std::size_t lines_at_once = 16;  // of a batch, before others have their turn
constexpr std::size_t longest_kept_line = std::size_t{1} << 20;
constexpr int linger_seconds = 2;

class Session;

// Which connections there are, and who waits for its client: the longest waiting one makes room for a new one.
struct House {
  House(const Site& of_site, const ServeOptions& with) : site(of_site), options(with), workers(with.workers) {}

  const Site& site;
  const ServeOptions& options;
  std::list<Session*> sessions;
  std::list<Session*> waiting;
  std::size_t queued = 0;
  bool stopping = false;
  std::function<void()> when_empty = [] {};
  net::io_context network{1};  // what it still holds at the end, it lets go while the lists above are there
  net::thread_pool workers;
};

void take_time(Request& request) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  request.now = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  request.today = Date().plus_days(std::chrono::floor<std::chrono::days>(now).count());
}

template <class Message>
Request head_of(const Message& message) {
  Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) {
    std::string name(field.name_string());
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto same = std::find_if(request.headers.begin(), request.headers.end(),
                                   [&](const Header& one) { return one.first == name; });
    if (same == request.headers.end()) {
      request.headers.emplace_back(std::move(name), std::string(field.value()));
    } else {
      same->second += ", " + std::string(field.value());
    }
  }
  take_time(request);
  return request;
}

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, House& house) : house_(house), stream_(std::move(socket)) {
    place_ = house_.sessions.insert(house_.sessions.end(), this);
    waiting_place_ = house_.waiting.end();
    ++counters().connections_open;
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    stop_waiting();
    house_.sessions.erase(place_);
    --counters().connections_open;
    if (house_.stopping && house_.sessions.empty()) house_.when_empty();
  }

  void begin() { wait_for_request(house_.options.head_seconds); }
  /// Ends a connection that waits for its client.
  void drop() {
    Failure ignored;
    stream_.socket().close(ignored);
  }

 private:
  Site::Counters& counters() { return house_.site.counters(); }
  void within(int seconds) { stream_.expires_after(std::chrono::seconds(seconds)); }

  void start_waiting() {
    stop_waiting();
    waiting_place_ = house_.waiting.insert(house_.waiting.end(), this);
  }
  void stop_waiting() {
    if (waiting_place_ == house_.waiting.end()) return;
    house_.waiting.erase(waiting_place_);
    waiting_place_ = house_.waiting.end();
  }

  // --- A request comes in

  void wait_for_request(int seconds) {
    request_ = {};
    reception_ = {};
    head_.emplace();
    head_->header_limit(largest_head);
    head_->body_limit(boost::none);  // judged once the head is there
    start_waiting();
    if (buffer_.size() > 0) return read_head();
    if (house_.stopping) return close();
    within(seconds);
    stream_.async_read_some(buffer_.prepare(piece_bytes / 8),
                            [self = shared_from_this()](Failure fault, std::size_t got) {
                              self->buffer_.commit(got);
                              if (!fault) self->read_head();
                            });
  }

  void read_head() {
    within(house_.options.head_seconds);
    bhttp::async_read_header(stream_, buffer_, *head_,
                             [self = shared_from_this()](Failure fault, std::size_t) { self->on_head(fault); });
  }

  void on_head(Failure fault) {
    stop_waiting();
    if (fault == bhttp::error::end_of_stream || fault == net::error::operation_aborted) return;
    if (fault == beast::error::timeout) {
      ++counters().slow_clients_dropped;
      return;
    }
    if (fault == bhttp::error::header_limit)
      return refuse(431, "the first line and the headers are more than 16 KB together");
    if (fault == bhttp::error::bad_version) return refuse(505, "HTTP/1.0 and HTTP/1.1 are spoken here");
    if (fault && fault.category() == bhttp::make_error_code(bhttp::error::bad_target).category())
      return refuse(400, "this is no HTTP request: " + fault.message());
    if (fault) return;

    request_ = head_of(head_->get());
    version_ = head_->get().version();
    keep_ = head_->keep_alive();
    const bool has_body = head_->chunked() || head_->content_length().value_or(0) > 0;
    reception_ = house_.site.judge(request_);
    if (reception_.refusal) {
      if (has_body) keep_ = false;
      counters().answered(reception_.route, reception_.refusal->status, 0);
      return send(*std::move(reception_.refusal));
    }
    if (has_body && reception_.largest_body == 0) return refuse(400, "a body has no place in this request");
    if (!reception_.line && head_->content_length().value_or(0) > reception_.largest_body &&
        reception_.largest_body > 0)
      return refuse(413, too_large());
    const std::string_view expects = request_.header("expect");
    if (expects.empty()) return read_body();
    if (expects != "100-continue") return refuse(417, "only 100-continue can be expected");
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    within(house_.options.write_seconds);
    net::async_write(stream_, net::buffer(go_on), [self = shared_from_this()](Failure failed, std::size_t) {
      if (!failed) self->read_body();
    });
  }

  std::string too_large() const {
    return "the body is larger than " + std::to_string(reception_.largest_body) +
           " bytes; many cases go as application/x-ndjson, one a line";
  }

  void read_body() {
    if (reception_.line) return begin_batch();
    body_.emplace(std::move(*head_));
    body_->body_limit(std::max<std::size_t>(reception_.largest_body, 1));
    within(house_.options.body_seconds);
    bhttp::async_read(stream_, buffer_, *body_,
                      [self = shared_from_this()](Failure fault, std::size_t) { self->on_body(fault); });
  }

  void on_body(Failure fault) {
    if (fault == bhttp::error::body_limit) return refuse(413, too_large());
    if (fault == beast::error::timeout) ++counters().slow_clients_dropped;
    if (fault && fault.category() == bhttp::make_error_code(bhttp::error::bad_target).category() &&
        fault != bhttp::error::partial_message && fault != bhttp::error::end_of_stream)
      return refuse(400, "the body is not as its head says: " + fault.message());
    if (fault) return;
    request_.body = std::move(body_->get().body());
    counters().bytes_in += request_.body.size();
    body_.reset();
    if (reception_.quick) return send(house_.site.answer(request_));
    if (house_.queued >= house_.options.most_waiting) return turn_away();
    ++counters().requests_in_flight;
    reckon([self = shared_from_this()] { self->response_ = self->house_.site.answer(self->request_); },
           [self = shared_from_this()] {
             --self->counters().requests_in_flight;
             self->send(std::move(self->response_));
           });
  }

  // `work` on a worker, then `after` on the network's thread.
  void reckon(std::function<void()> work, std::function<void()> after) {
    ++house_.queued;
    // Someone hanging up meanwhile is noticed when the answer is written; nothing is waited for here.
    stream_.expires_never();
    net::post(house_.workers, [this, work = std::move(work), after = std::move(after)]() mutable {
      work();
      work = nullptr;  // the session may be let go by the network's thread alone
      net::post(house_.network, [this, after = std::move(after)] {
        --house_.queued;
        after();
      });
    });
  }

  // --- An answer goes out

  void turn_away() {
    ++counters().requests_turned_away;
    Response busy = house_.site.refuse(503, "too many requests are waiting; come again in a second", request_);
    busy.headers.emplace_back("Retry-After", "1");
    send(std::move(busy));
  }

  // Where the client may still be sending: nothing more of it is read as a request.
  void refuse(int status, const std::string& why) {
    keep_ = false;
    send(house_.site.refuse(status, why, request_));
  }

  template <class Body>
  void fill_head(bhttp::response<Body>& message, const Response& response) {
    message.version(version_);
    message.result(static_cast<unsigned>(response.status));
    message.reason(std::string(phrase_of(response.status)));
    message.set(bhttp::field::server, "lumbar");
    if (!response.content_type.empty()) message.set(bhttp::field::content_type, response.content_type);
    for (const auto& [name, value] : response.headers) message.insert(name, value);
    if (house_.stopping) keep_ = false;
    message.keep_alive(keep_);
  }

  void send(Response response) {
    message_ = {};
    fill_head(message_, response);
    if (response.status != 204) message_.content_length(response.body.size());
    if (request_.method != "HEAD") message_.body() = std::move(response.body);
    counters().bytes_out += message_.body().size();
    within(house_.options.write_seconds);
    bhttp::async_write(stream_, message_,
                       [self = shared_from_this()](Failure fault, std::size_t) { self->on_sent(fault); });
  }

  void on_sent(Failure fault) {
    if (fault == beast::error::timeout) ++counters().slow_clients_dropped;
    if (fault) return;
    if (keep_) return wait_for_request(house_.options.idle_seconds);
    close();
  }

  // The client shall see the answer: what it still sends is read away for a moment, else the answer may be lost.
  void close() {
    Failure ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    within(linger_seconds);
    read_away();
  }
  void read_away() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(piece_bytes), [self = shared_from_this()](Failure fault, std::size_t) {
      if (!fault) self->read_away();
    });
  }

  // --- A batch: pieces come in, lines are answered, pieces go out; nothing is kept longer than that

  void begin_batch() {
    if (house_.queued >= house_.options.most_waiting) {
      keep_ = false;
      return turn_away();
    }
    pieces_.emplace(std::move(*head_));
    pieces_->body_limit(boost::none);
    piece_.resize(piece_bytes);
    line_.clear();
    number_ = 0;
    batch_head_ = {};
    fill_head(batch_head_, reception_.batch_head);
    batch_head_.chunked(version_ >= 11);
    if (version_ < 11) keep_ = false;
    batch_head_.keep_alive(keep_);
    serializer_.emplace(batch_head_);
    ++counters().requests_in_flight;
    within(house_.options.write_seconds);
    bhttp::async_write_header(stream_, *serializer_, [self = shared_from_this()](Failure fault, std::size_t) {
      fault ? self->end_batch() : self->read_piece();
    });
  }

  void read_piece() {
    auto& body = pieces_->get().body();
    body.data = piece_.data();
    body.size = piece_.size();
    within(house_.options.body_seconds);
    bhttp::async_read_some(stream_, buffer_, *pieces_,
                           [self = shared_from_this()](Failure fault, std::size_t) { self->on_piece(fault); });
  }

  void on_piece(Failure fault) {
    if (fault == beast::error::timeout) ++counters().slow_clients_dropped;
    if (fault && fault != bhttp::error::need_buffer) return end_batch();
    const std::size_t got = piece_.size() - pieces_->get().body().size;
    counters().bytes_in += got;
    take_lines(std::string_view(piece_).substr(0, got));
    if (pieces_->is_done() && !line_.empty()) end_line();
    answer_lines();
  }

  void take_lines(std::string_view text) {
    while (!text.empty()) {
      const auto end = text.find('\n');
      // Of a line that is too long its beginning is kept: enough to be refused in its place.
      const std::string_view part = text.substr(0, end);
      line_ += part.substr(0, longest_kept_line - std::min(longest_kept_line, line_.size()));
      if (end == std::string_view::npos) return;
      end_line();
      text.remove_prefix(end + 1);
    }
  }
  void end_line() {
    ++number_;
    if (line_.find_first_not_of(" \t\r") != std::string::npos) lines_.emplace_back(std::move(line_), number_);
    line_.clear();
  }

  void answer_lines() {
    if (lines_.empty()) return pieces_->is_done() ? end_lines() : read_piece();
    reckon(
        [self = shared_from_this()] {
          self->answers_.clear();
          for (std::size_t i = 0; i < lines_at_once && !self->lines_.empty(); ++i) {
            const auto& [line, number] = self->lines_.front();
            self->answers_ += self->answer_line(line, number);
            self->lines_.pop_front();
          }
        },
        [self = shared_from_this()] { self->send_answers(); });
  }

  std::string answer_line(const std::string& line, std::size_t number) {
    try {
      return reception_.line(line, number);
    } catch (const std::exception&) {
      return problem_line({Error("cannot advise: a fault of our own", lumbar::Fault::ours)}, number);
    }
  }

  void send_answers() {
    counters().bytes_out += answers_.size();
    within(house_.options.write_seconds);
    auto sent = [self = shared_from_this()](Failure fault, std::size_t) {
      if (fault == beast::error::timeout) ++self->counters().slow_clients_dropped;
      fault ? self->end_batch() : self->answer_lines();
    };
    if (version_ < 11) {
      net::async_write(stream_, net::buffer(answers_), std::move(sent));
    } else {
      net::async_write(stream_, bhttp::make_chunk(net::buffer(answers_)), std::move(sent));
    }
  }

  void end_lines() {
    counters().answered(reception_.route, 200, 0);
    auto sent = [self = shared_from_this()](Failure fault, std::size_t) {
      self->end_batch();
      self->on_sent(fault);
    };
    if (version_ < 11) return net::post(stream_.get_executor(), [sent] { sent({}, 0); });
    within(house_.options.write_seconds);
    net::async_write(stream_, bhttp::make_chunk_last(), std::move(sent));
  }

  void end_batch() {
    --counters().requests_in_flight;
    lines_.clear();
    pieces_.reset();
    serializer_.reset();
  }

  House& house_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::list<Session*>::iterator place_, waiting_place_;
  std::optional<bhttp::request_parser<bhttp::empty_body>> head_;
  std::optional<bhttp::request_parser<bhttp::string_body>> body_;
  Request request_;
  Reception reception_;
  Response response_;
  bhttp::response<bhttp::string_body> message_;
  unsigned version_ = 11;
  bool keep_ = false;

  std::optional<bhttp::request_parser<bhttp::buffer_body>> pieces_;
  bhttp::response<bhttp::empty_body> batch_head_;
  std::optional<bhttp::response_serializer<bhttp::empty_body>> serializer_;
  std::string piece_, line_, answers_;
  std::deque<std::pair<std::string, std::size_t>> lines_;
  std::size_t number_ = 0;
};

// As many files as the system lets this process open; fewer connections where that is little.
std::size_t connections_within_limits(std::size_t wanted) {
  constexpr rlim_t for_other_files = 64;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  if (limit.rlim_cur < wanted + for_other_files) {
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted + for_other_files);
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  return limit.rlim_cur > 2 * for_other_files ? std::min<std::size_t>(wanted, limit.rlim_cur - for_other_files) : 16;
}

class Listener {
 public:
  explicit Listener(House& house)
      : house_(house),
        acceptor_(house.network),
        pause_(house.network),
        signals_(house.network, SIGINT, SIGTERM),
        most_(connections_within_limits(house.options.most_connections)) {}

  Complaint listen() {
    Failure fault;
    const auto address = net::ip::make_address(house_.options.bind, fault);
    if (fault) return Error("\"" + house_.options.bind + "\" is no address", lumbar::Fault::usage).at("--bind");
    const tcp::endpoint endpoint(address, house_.options.port);
    acceptor_.open(endpoint.protocol(), fault);
    if (!fault) acceptor_.set_option(net::socket_base::reuse_address(true), fault);
    if (!fault) acceptor_.bind(endpoint, fault);
    if (!fault) acceptor_.listen(net::socket_base::max_listen_connections, fault);
    if (!fault) return std::nullopt;
    return Error("cannot listen on port " + std::to_string(house_.options.port) + ": " + fault.message() +
                     "; give another with --port",
                 lumbar::Fault::environment);
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void begin() {
    house_.when_empty = [this] {
      signals_.cancel();
      pause_.cancel();
    };
    wait_for_signal();
    accept();
  }

 private:
  void accept() {
    acceptor_.async_accept([this](Failure fault, tcp::socket socket) {
      if (house_.stopping) return;
      if (fault) {  // no file left to open, perhaps: a moment later some are
        pause_.expires_after(std::chrono::milliseconds(50));
        pause_.async_wait([this](Failure) {
          if (!house_.stopping) accept();
        });
        return;
      }
      welcome(std::move(socket));
      accept();
    });
  }

  void welcome(tcp::socket socket) {
    ++house_.site.counters().connections_taken;
    if (house_.sessions.size() >= most_) {
      ++house_.site.counters().connections_turned_away;
      if (house_.waiting.empty()) return;  // all are being answered: the new one is closed
      Session* longest = house_.waiting.front();
      house_.waiting.splice(house_.waiting.end(), house_.waiting, house_.waiting.begin());
      longest->drop();
    }
    Failure ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    std::make_shared<Session>(std::move(socket), house_)->begin();
  }

  void wait_for_signal() {
    signals_.async_wait([this](Failure fault, int) {
      if (fault) return;
      if (house_.stopping) return house_.network.stop();  // asked twice: at once
      house_.stopping = true;
      Failure ignored;
      acceptor_.close(ignored);
      for (Session* one : std::list<Session*>(house_.waiting)) one->drop();
      if (house_.sessions.empty()) return;
      pause_.expires_after(std::chrono::seconds(house_.options.finish_seconds));
      pause_.async_wait([this](Failure cancelled) {
        if (!cancelled) house_.network.stop();
      });
      wait_for_signal();
    });
  }

  House& house_;
  tcp::acceptor acceptor_;
  net::steady_timer pause_;
  net::signal_set signals_;
  std::size_t most_;
};

}  // namespace

Complaint serve(const Site& site, const ServeOptions& options, const std::function<void(const std::string&)>& told) {
  auto house = std::make_unique<House>(site, options);
  Listener listener(*house);
  if (auto complaint = listener.listen()) return complaint;
  listener.begin();
  const bool six = options.bind.find(':') != std::string::npos;
  told("http://" + (six ? "[" + options.bind + "]" : options.bind) + ":" + std::to_string(listener.port()));
  house->network.run();
  house->stopping = true;
  house->when_empty = [] {};
  house->workers.join();
  return std::nullopt;
}

}  // namespace lumbar::http
